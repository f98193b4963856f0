import { day, type ReportReader } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  isOpenOn,
  parentOn,
  permit,
  Streams,
  uuidFrom,
  type Caller,
  type Outcome,
} from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { datesOf } from '../queries/asked';
import { Sources } from '../queries/sources';
import { GROUPS } from '../report/keys';
import { reportAggregate, reportStream } from '../upward/upward';
import { idText } from './bounds';

const ids = z.array(idText).max(20).default([]);

export const openReportBody = z.strictObject({
  campaignId: idText,
  /** Who reports; absent: the tenant's own organisation. */
  organisationId: idText.optional(),
  by: z.enum(GROUPS).default('measure'),
  tree: z.enum(['line', 'district']).default('line'),
  basis: z.enum(['counters', 'merged']).default('counters'),
  /** Deadlines from this day on, and to that day. Without either: the whole campaign. */
  from: day.optional(),
  to: day.optional(),
  /** The recorded day it is seen on; today when absent. */
  asOf: day.optional(),
  /** Organisations of the own tenant; tenants that are above, or that the own office oversees. */
  cc: z.strictObject({ organisations: ids, tenants: ids }).default({ organisations: [], tenants: [] }),
});
type Body = z.infer<typeof openReportBody>;

export class OpenReport extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly body: Body,
  ) {
    super();
  }
}

@CommandHandler(OpenReport)
export class OpenReportHandler implements ICommandHandler<OpenReport> {
  constructor(
    private readonly streams: Streams,
    private readonly sources: Sources,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, body }: OpenReport) {
    const { tenant, principal } = caller;
    const { campaignId, by, tree, basis } = body;
    const root = principal?.root ?? tenant;
    const organisationId = body.organisationId ?? root;
    await this.sources.titleOf(caller, campaignId);
    const to = await this.above(caller, organisationId, root, tree);
    const acting = permit(caller, 'report.write', organisationId);
    const { period, asOf } = datesOf(body, this.clock.now());
    await this.sources.mustBeKnownOn(caller, campaignId, asOf);
    if (basis === 'merged' && organisationId !== root) throw new RuleViolation('report.unit-cannot-merge');
    const cc = await this.copies(caller, body.cc, to);
    const reportId = uuidFrom(caller.commandId, 'report');
    const head = { campaignId, organisationId, to, cc, by, tree, basis, period };
    const ref = { tenant, stream: reportStream(reportId) };
    return this.streams.execute(reportAggregate, ref, { type: 'open', reportId, head, asOf }, acting, () => ({
      id: reportId,
    }));
  }

  /** Of a unit the one above it on the tree today, of a tenant the office right above. Throws NotFound, `report.none-above`. */
  private async above(
    { tenant }: Caller,
    organisationId: string,
    root: string,
    tree: Body['tree'],
  ): Promise<ReportReader> {
    const { view } = this.sources.places;
    if (organisationId === root) {
      const own = await view.get(tenant, `tenant:${tenant}`);
      const office = own?.is === 'tenant' ? own.overseers[0] : undefined;
      if (office === undefined) throw new RuleViolation('report.none-above');
      return { tenant: office, organisationId: null };
    }
    const entry = await view.get(tenant, organisationId);
    const today = dayOf(this.clock.now());
    if (entry?.is !== 'organisation' || !isOpenOn(entry, today)) throw new NotFound('organisation');
    const parent = parentOn(entry, tree, today) ?? parentOn(entry, 'line', today) ?? root;
    return { tenant, organisationId: parent };
  }

  /** Throws NotFound for whom the tenant does not know. */
  private async copies({ tenant, principal }: Caller, asked: Body['cc'], to: ReportReader): Promise<ReportReader[]> {
    const { view } = this.sources.places;
    const own = await view.get(tenant, `tenant:${tenant}`);
    const above = own?.is === 'tenant' ? own.overseers : [];
    const copies = new Map<string, ReportReader>();
    const wanted: ReportReader[] = [
      ...asked.organisations.map((id) => ({ tenant, organisationId: id === principal?.root ? null : id })),
      ...asked.tenants.map((id) => ({ tenant: id, organisationId: null })),
    ];
    for (const reader of wanted) {
      const key = `${reader.tenant}|${reader.organisationId ?? ''}`;
      if (key === `${to.tenant}|${to.organisationId ?? ''}`) continue;
      const id = reader.organisationId ?? `tenant:${reader.tenant}`;
      if (!above.includes(reader.tenant) && !(await view.get(tenant, id))) throw new NotFound('organisation');
      copies.set(key, reader);
    }
    return [...copies.values()];
  }
}
