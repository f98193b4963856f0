import { permit, tokenQuery, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { reportInSight } from '../upward/desk';
import { UpwardReports } from './upward-desk';
import { SITUATIONS, type UpwardRow } from './upward-shapes';

const id = z.string().min(1).max(64);
export const upwardFilter = z.strictObject({
  ...tokenQuery,
  campaign: id.optional(),
  organisation: id.optional(),
  situation: z.enum(SITUATIONS).optional(),
  /** `received`: sent to this tenant by another. */
  is: z.enum(['own', 'received']).optional(),
});

export class ListUpwardReports extends Query<Answer<UpwardRow[]>> {
  constructor(
    readonly caller: Caller,
    readonly filter: z.infer<typeof upwardFilter>,
  ) {
    super();
  }
}

@QueryHandler(ListUpwardReports)
export class ListUpwardReportsHandler implements IQueryHandler<ListUpwardReports> {
  constructor(private readonly reports: UpwardReports) {}

  async execute({ caller, filter }: ListUpwardReports) {
    const { tenant } = permit(caller, 'report.read');
    const freshness = await this.reports.view.freshness(tokensOf(filter), [tenant]);
    const { campaign, organisation, situation, is } = filter;
    const along = campaign === undefined ? {} : { index: 'campaign', value: campaign };
    const found = (await this.reports.view.find(tenant, along)).filter(
      (one) =>
        reportInSight(caller, one.tenant, one.report) &&
        (organisation === undefined || one.report.head.organisationId === organisation) &&
        (situation === undefined || one.report.situation.at === situation) &&
        (is === undefined || one.is === is),
    );
    const names = await this.reports.namesOf(caller, found);
    return { data: found.map((one, i) => this.reports.row(one, names[i] ?? null)), freshness };
  }
}
