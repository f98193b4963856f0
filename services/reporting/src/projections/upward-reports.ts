import { defineView, type Recorded } from '@chuangwen/platform/projections';
import { evolve, type ReportEvent } from '../upward/evolve';
import type { OpenedReport } from '../upward/state';

export type Submission = Readonly<{
  submission: number;
  asOf: string;
  /** null: all. */
  items: readonly string[] | null;
  sha256: string;
  size: number;
  recordedAt: string;
}>;

/** What happened to it, by whom; why, where somebody said so. */
export type Step = Readonly<{ type: ReportEvent['type']; recordedAt: string; actor: string; reason: string | null }>;

export type UpwardDocument = Readonly<{
  /** `received`: what a reader of another tenant knows, made of what was sent to it alone. */
  is: 'own' | 'received';
  /** Whose report it is. */
  tenant: string;
  report: OpenedReport;
  /** Of the stream, for If-Match; null where not all its events are seen. */
  version: number | null;
  submissions: readonly Submission[];
  steps: readonly Step[];
}>;

export const upwardReportsView = defineView<UpwardDocument, ReportEvent>({
  name: 'upward-reports',
  topics: ['reporting'],
  route: {
    'report.opened': ({ data }) => data.reportId,
    'report.remarked': ({ data }) => data.reportId,
    'report.submitted': here,
    'report.withdrawn': here,
    'report.items-returned': here,
    'report.accepted': here,
    'report.locked': here,
    'report.unlocked': here,
    'report.received': here,
  },
  evolve(document, event) {
    const report = evolve(document?.report ?? { is: 'none' }, event);
    if (report.is === 'none') return null;
    const { tenant, version } = event.meta;
    const is = event.type === 'report.opened' ? 'own' : (document?.is ?? 'received');
    const sent = event.type === 'report.submitted' ? [submissionOf(event)] : [];
    return {
      is,
      tenant,
      report,
      version: is === 'own' ? version : null,
      submissions: [...(document?.submissions ?? []), ...sent],
      steps: [...(document?.steps ?? []), ...stepsOf(event)],
    };
  },
  index: ({ report: { head, situation } }) => ({
    campaign: head.campaignId,
    organisation: head.organisationId,
    situation: situation.at,
  }),
});

/** The reporter's own tenant and those of its readers. */
function here({ data, meta }: Recorded<Exclude<ReportEvent, { type: 'report.opened' | 'report.remarked' }>>) {
  return [meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: data.reportId }));
}

function submissionOf({ data, meta }: Recorded<Extract<ReportEvent, { type: 'report.submitted' }>>): Submission {
  const { submission, asOf, items, snapshot } = data;
  return { submission, asOf, items, ...snapshot, recordedAt: meta.recordedAt };
}

function stepsOf({ type, data, meta }: Recorded<ReportEvent>): Step[] {
  if (type === 'report.remarked') return [];
  const reason = 'reason' in data ? data.reason : null;
  return [{ type, recordedAt: meta.recordedAt, actor: meta.actor.id, reason }];
}
