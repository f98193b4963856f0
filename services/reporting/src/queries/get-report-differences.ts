import { day } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { Clock, tokenQuery, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Drafting } from '../upward/drafting';
import { differences } from '../upward/snapshot';
import { Snapshots } from '../upward/snapshots';
import { datesOf } from './asked';
import { UpwardReports } from './upward-desk';
import type { upwardDifferences } from './upward-shapes';

export const differencesQuery = z.strictObject({ ...tokenQuery, /** Today when absent. */ asOf: day.optional() });

type Differences = z.infer<typeof upwardDifferences>;
/** Where the figures of a day are not the frozen ones. */
export class GetReportDifferences extends Query<Answer<Differences>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly asked: z.infer<typeof differencesQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetReportDifferences)
export class GetReportDifferencesHandler implements IQueryHandler<GetReportDifferences> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly snapshots: Snapshots,
    private readonly drafting: Drafting,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, reportId, asked }: GetReportDifferences) {
    const { document, freshness } = await this.reports.get(caller, reportId, tokensOf(asked));
    const { asOf } = datesOf(asked, this.clock.now());
    const { snapshot, submissions, head } = document.report;
    if (!snapshot) throw new RuleViolation('report.not-submitted');
    const frozen = await this.snapshots.read(document.tenant, snapshot);
    const rows = await this.drafting.now(caller, document.tenant, head, asOf);
    const nameOf = await this.reports.labelled(caller, document);
    const names = new Map([...rows, ...frozen.rows].map(({ key, name }) => [key, name]));
    const found = differences(frozen, rows).map((one) => ({ ...one, name: names.get(one.key) ?? nameOf(one.key) }));
    return { data: { submission: submissions, asOf, differences: found }, freshness };
  }
}
