import { NotFound } from '@chuangwen/kernel';
import { Clock, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { levelsWithin } from '../report/frame';
import { asked, datesOf } from './asked';
import { Figuring } from './figuring';
import type { ReportAnswer } from './shapes';
import { Sources } from './sources';

export const reportQuery = z.strictObject({
  ...asked,
  /** By unit: this one and what is below it. Absent: all. */
  under: z.string().min(1).max(64).optional(),
  /** By unit: so many levels, the top one included. Absent: all in a table; on a page as many as fit (2,000 rows). */
  levels: z.coerce.number().int().min(1).max(20).optional(),
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
});

/** Rows on a page whose reader has not said how many levels it wants. */
const PAGE = 2000;

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
    private readonly figuring: Figuring,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, campaignId, asked }: GetReport): Promise<Answer<ReportAnswer>> {
    const dates = datesOf(asked, this.clock.now());
    const { period, asOf } = dates;
    const { by, tree, under = null } = asked;
    const scope = await this.sources.places.scopeOf(caller, asOf);
    const { freshness, unread } = await this.sources.standing(tokensOf(asked), scope);
    const title = await this.sources.titleOf(caller, campaignId);
    await this.sources.mustBeKnownOn(caller, campaignId, asOf);
    const missing = await this.sources.missingOf(scope, campaignId, asOf);
    const head = { campaign: { id: campaignId, title }, by, period, asOf, tree };
    if (by !== 'unit') {
      const { rows, totals } = await this.figuring.byLabel(scope, campaignId, dates, by);
      return { data: { ...head, under: null, levels: null, rows: [...rows], totals, missing, unread }, freshness };
    }
    const frame = await this.sources.places.frameOf(caller, scope, { tree, on: period?.to ?? asOf, asOf });
    if (under !== null && !frame.numberOf.has(under)) throw new NotFound('organisation');
    const levels = asked.levels ?? (asked.format === 'json' ? levelsWithin(frame, under, PAGE) : null);
    const { rows, totals } = await this.figuring.byUnit(scope, campaignId, dates, frame, { under, levels });
    return { data: { ...head, under, levels, rows: [...rows], totals, missing, unread }, freshness };
  }
}
