import { Clock, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { missingOf } from '../projections/expected';
import { keyPrefix } from '../report/keys';
import { reportByLabel, reportByUnit } from '../report/report';
import { asked, datesOf } from './asked';
import type { ReportAnswer } from './shapes';
import { Sources } from './sources';

export const reportQuery = z.strictObject({ ...asked, format: z.enum(['json', 'csv']).default('json') });

export class GetReport extends Query<Answer<ReportAnswer>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly asked: z.infer<typeof reportQuery>,
  ) {
    super();
  }
}

/** Completeness and timeliness from the counters alone: no task is read. */
@QueryHandler(GetReport)
export class GetReportHandler implements IQueryHandler<GetReport> {
  constructor(
    private readonly sources: Sources,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, campaignId, asked }: GetReport): Promise<Answer<ReportAnswer>> {
    const dates = datesOf(asked, this.clock.now());
    const { period, asOf } = dates;
    const { by, tree } = asked;
    const scope = await this.sources.scopeOf(caller, asOf);
    const freshness = await this.sources.freshness(tokensOf(asked), scope);
    const { title, phases, measures } = await this.sources.labelsOf(caller, scope, campaignId);
    const options = { keyPrefix: keyPrefix(campaignId), until: asOf };
    const counters = await this.sources.progress.sumAcross(scope.scope, by, options);
    const expected = await this.sources.expected.sumAcross(scope.scope, 'expected', options);
    const { rows, totals } =
      by === 'unit'
        ? reportByUnit(
            counters,
            dates,
            await this.sources.unitsOf(caller, scope, { tree, on: period?.to ?? asOf, asOf }),
            scope.rootOf,
          )
        : reportByLabel(counters, dates, by === 'phase' ? phases : measures);
    const missing = missingOf(expected, counters);
    return {
      data: { campaign: { id: campaignId, title }, by, period, asOf, tree, rows: [...rows], totals, missing },
      freshness,
    };
  }
}
