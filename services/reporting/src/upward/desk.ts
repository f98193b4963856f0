import type { Party, ReportReader } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { inSight, InjectView, permit, Streams, type Caller, type ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { upwardReportsView, type UpwardDocument } from '../projections/upward-reports';
import type { OpenedReport, Reviewer } from './state';
import { reportAggregate, reportStream } from './upward';

/** The organisations of a tenant that have to do with a report: the reporter, and those that it goes to. */
function partiesIn(tenant: string, owner: string, { head }: OpenedReport, root: string | undefined): string[] {
  const readers = [head.to, ...head.cc].filter((reader) => reader.tenant === tenant);
  const organisations = readers.map(({ organisationId }) => organisationId ?? root ?? '');
  return owner === tenant ? [head.organisationId, ...organisations] : organisations;
}

export const reportInSight = (caller: Caller, owner: string, report: OpenedReport): boolean =>
  inSight(caller, 'report.read', ...partiesIn(caller.tenant, owner, report, caller.principal?.root));

type OnDesk = Readonly<{ tenant: string; report: OpenedReport; version: number }>;

/** What commands on reports look up before they decide. */
@Injectable()
export class ReportDesk {
  constructor(
    private readonly streams: Streams,
    @InjectView(upwardReportsView) private readonly reports: ViewReader<UpwardDocument>,
  ) {}

  /** A report of the caller's own tenant. Throws NotFound. */
  async own(caller: Caller, reportId: string): Promise<OnDesk> {
    const found = await this.find(caller.tenant, reportId);
    if (!found || !reportInSight(caller, caller.tenant, found.report)) throw new NotFound('report');
    return found;
  }

  /** One of the caller's tenant, or one that was sent to it, with its owner. Throws NotFound. */
  async toRead(caller: Caller, reportId: string): Promise<OnDesk> {
    const own = await this.find(caller.tenant, reportId);
    if (own) return this.own(caller, reportId);
    const received = await this.reports.get(caller.tenant, reportId);
    const found = received && (await this.find(received.tenant, reportId));
    if (!found || !reportInSight(caller, found.tenant, found.report)) throw new NotFound('report');
    return found;
  }

  private async find(tenant: string, reportId: string): Promise<OnDesk | null> {
    const { state, version } = await this.streams.load(reportAggregate, { tenant, stream: reportStream(reportId) });
    return state.is === 'opened' ? { tenant, report: state, version } : null;
  }
}

/**
 * The caller in the right in which it acts for one of a report's readers. Who holds no post at any of them acts for its own
 * tenant's organisation, and is refused by the policy or by the report. Throws RuleViolation `policy.not-permitted`.
 */
export function reviewing(caller: Caller, readers: readonly ReportReader[]): { acting: Caller; by: Reviewer } {
  const { tenant, principal } = caller;
  const root = principal?.root ?? tenant;
  const mine = readers.filter((reader) => reader.tenant === tenant).map(({ organisationId }) => organisationId ?? root);
  const acting = permit(caller, 'report.review', ...(mine.length > 0 ? mine : [root]));
  const organisationId = acting.actor.organisation ?? root;
  const by: Party = { tenant, organisationId };
  return { acting, by: { ...by, root: organisationId === root } };
}
