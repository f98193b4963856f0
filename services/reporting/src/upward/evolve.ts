import type {
  ReportAccepted,
  ReportItemsReturned,
  ReportLocked,
  ReportOpened,
  ReportReceived,
  ReportRemarked,
  ReportSubmitted,
  ReportUnlocked,
  ReportWithdrawn,
} from '@chuangwen/contracts';
import { readerKey, type OpenedReport, type UpwardReport } from './state';

export type ReportEvent =
  | ReportOpened
  | ReportRemarked
  | ReportSubmitted
  | ReportWithdrawn
  | ReportItemsReturned
  | ReportAccepted
  | ReportLocked
  | ReportUnlocked
  | ReportReceived;

export function evolve(report: UpwardReport, event: ReportEvent): UpwardReport {
  if (event.type === 'report.opened') return opened(event);
  // A reader hears of it with its first submission.
  if (event.type === 'report.submitted') return submitted(report.is === 'none' ? opened(event) : report, event);
  if (report.is === 'none') return report;
  switch (event.type) {
    case 'report.remarked': {
      const { item, text } = event.data;
      const { [item]: _before, ...others } = report.remarks;
      return { ...report, remarks: text === null ? others : { ...others, [item]: text } };
    }
    case 'report.withdrawn':
      return { ...report, situation: { at: 'withdrawn' } };
    case 'report.items-returned': {
      const reasons = Object.fromEntries(event.data.items.map(({ item, reason }) => [item, reason]));
      const situation = { at: 'returned', open: Object.keys(reasons) } as const;
      return { ...report, reasons: { ...report.reasons, ...reasons }, situation };
    }
    case 'report.accepted':
      return { ...report, situation: { at: 'accepted' } };
    case 'report.locked':
      return { ...report, situation: { at: 'locked' } };
    case 'report.unlocked':
      return { ...report, situation: { at: 'submitted' } };
    case 'report.received': {
      const { by, submission } = event.data;
      return { ...report, received: { ...report.received, [readerKey(by)]: submission } };
    }
  }
}

function opened({ data }: ReportOpened | ReportSubmitted): OpenedReport {
  const { reportId, campaignId, organisationId, to, cc, by, tree, basis, period, asOf } = data;
  return {
    is: 'opened',
    reportId,
    head: { campaignId, organisationId, to, cc, by, tree, basis, period },
    asOf,
    remarks: {},
    reasons: {},
    submissions: 0,
    snapshot: null,
    received: {},
    situation: { at: 'drafting' },
  };
}

function submitted(report: OpenedReport, { data }: ReportSubmitted): OpenedReport {
  const { asOf, submission, snapshot } = data;
  const remarks = Object.fromEntries(data.remarks.map(({ item, text }) => [item, text]));
  return { ...report, asOf, remarks, snapshot, submissions: submission, situation: { at: 'submitted' } };
}
