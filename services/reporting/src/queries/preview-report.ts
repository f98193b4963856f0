import { NotFound } from '@chuangwen/kernel';
import type { Answer, Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Drafting } from '../upward/drafting';
import { totalOf } from '../upward/snapshot';
import { UpwardReports } from './upward-desk';
import { shown, type UpwardFigures } from './upward-shapes';

/** What a submission would freeze now. */
export class PreviewReport extends Query<Answer<UpwardFigures>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(PreviewReport)
export class PreviewReportHandler implements IQueryHandler<PreviewReport> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly drafting: Drafting,
  ) {}

  async execute({ caller, reportId, tokens }: PreviewReport) {
    const { document, freshness } = await this.reports.get(caller, reportId, tokens);
    if (document.is !== 'own') throw new NotFound('report');
    const { head, asOf, submissions } = document.report;
    const { rows, missing, sources } = await this.drafting.fresh(caller, head, asOf);
    const nameOf = await this.reports.labelled(caller, document);
    const now = rows.map((row) => ({ ...row, asOf, submission: submissions + 1 }));
    return { data: shown({ rows: now, totals: totalOf(rows), missing, sources }, nameOf), freshness };
  }
}
