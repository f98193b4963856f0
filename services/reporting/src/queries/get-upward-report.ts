import { tokenQuery, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Snapshots } from '../upward/snapshots';
import { UpwardReports } from './upward-desk';
import { shown, type UpwardPage } from './upward-shapes';

export const upwardQuery = z.strictObject(tokenQuery);

export class GetUpwardReport extends Query<Answer<UpwardPage>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetUpwardReport)
export class GetUpwardReportHandler implements IQueryHandler<GetUpwardReport> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly snapshots: Snapshots,
  ) {}

  async execute({ caller, reportId, tokens }: GetUpwardReport) {
    const { document, freshness } = await this.reports.get(caller, reportId, tokens);
    const [name = null] = await this.reports.namesOf(caller, [document]);
    const { snapshot } = document.report;
    const frozen = snapshot && (await this.snapshots.read(document.tenant, snapshot));
    const nameOf = await this.reports.labelled(caller, document);
    return { data: this.reports.page(document, name, frozen && shown(frozen, nameOf)), freshness };
  }
}
