import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import type { ReportCommand } from './command';
import { evolve, type ReportEvent } from './evolve';
import { isReader, readerKey, TOTAL, type OpenedReport, type Reviewer, type UpwardReport } from './state';

type Of<T extends ReportCommand['type']> = Extract<ReportCommand, { type: T }>;

/** As many as anybody reads. */
const MOST_REMARKS = 500;

function decide(report: UpwardReport, command: ReportCommand): ReportEvent[] {
  if (report.is === 'none') {
    if (command.type !== 'open') throw new NotFound('report');
    const { reportId, head, asOf } = command;
    return [{ type: 'report.opened', data: { reportId, ...head, cc: [...head.cc], asOf } }];
  }
  switch (command.type) {
    case 'open':
      return [];
    case 'remark':
      return remark(report, command);
    case 'submit':
      return submit(report, command);
    case 'withdraw':
      return withdraw(report, command);
    case 'return-items':
      return returnItems(report, command);
    case 'accept':
      return accept(report, command);
    case 'lock':
      return lock(report, command);
    case 'unlock':
      return unlock(report, command);
    case 'receive':
      return receive(report, command);
  }
}

/** What was not returned stays as it was sent. */
function remark(report: OpenedReport, { item, text }: Of<'remark'>): ReportEvent[] {
  mustBeWithReporter(report);
  const { situation, remarks, reportId } = report;
  if (situation.at === 'returned' && !situation.open.includes(item))
    throw new RuleViolation('report.item-not-returned');
  if ((remarks[item] ?? null) === text) return [];
  if (text !== null && Object.keys(remarks).length >= MOST_REMARKS)
    throw new RuleViolation('report.too-many-remarks', { limit: MOST_REMARKS });
  return [{ type: 'report.remarked', data: { reportId, item, text } }];
}

function submit(report: OpenedReport, { asOf, snapshot }: Of<'submit'>): ReportEvent[] {
  mustBeWithReporter(report);
  const { reportId, head, situation, submissions } = report;
  const items = situation.at === 'returned' ? [...situation.open] : null;
  const remarks = Object.entries(report.remarks).map(([item, text]) => ({ item, text }));
  const data = { reportId, ...head, cc: [...head.cc], asOf, submission: submissions + 1, items, snapshot, remarks };
  return [{ type: 'report.submitted', data }];
}

function withdraw(report: OpenedReport, { reason }: Of<'withdraw'>): ReportEvent[] {
  const { situation } = report;
  if (situation.at === 'withdrawn') return [];
  if (situation.at === 'drafting') throw new RuleViolation('report.not-submitted');
  mustNotBeAccepted(report);
  return [{ type: 'report.withdrawn', data: { ...addressed(report), reason } }];
}

function returnItems(report: OpenedReport, { by, items, known, submission }: Of<'return-items'>): ReportEvent[] {
  mustReview(report, by);
  mustBeSubmitted(report);
  mustNotBeAccepted(report);
  mustBeSeen(report, submission);
  for (const { item } of items) if (item !== TOTAL && !known.includes(item)) throw new NotFound('item');
  if (new Set(items.map(({ item }) => item)).size < items.length) throw new RuleViolation('report.returned-twice');
  return [{ type: 'report.items-returned', data: { ...addressed(report), items: [...items] } }];
}

function accept(report: OpenedReport, { by, submission }: Of<'accept'>): ReportEvent[] {
  mustReview(report, by);
  if (report.situation.at === 'accepted' || report.situation.at === 'locked') return [];
  mustBeSubmitted(report);
  mustBeSeen(report, submission);
  return [{ type: 'report.accepted', data: { ...addressed(report), submission: report.submissions } }];
}

function lock(report: OpenedReport, { by }: Of<'lock'>): ReportEvent[] {
  mustReview(report, by);
  if (report.situation.at === 'locked') return [];
  if (report.situation.at !== 'accepted') throw new RuleViolation('report.not-accepted');
  return [{ type: 'report.locked', data: addressed(report) }];
}

function unlock(report: OpenedReport, { by, reason }: Of<'unlock'>): ReportEvent[] {
  mustReview(report, by);
  if (report.situation.at !== 'accepted' && report.situation.at !== 'locked')
    throw new RuleViolation('report.not-accepted');
  return [{ type: 'report.unlocked', data: { ...addressed(report), reason } }];
}

/** A receipt says that it is there, not that it is right: it can be given for whatever stands with the reader. */
function receive(report: OpenedReport, { by, submission }: Of<'receive'>): ReportEvent[] {
  const { head, submissions, received, situation } = report;
  const reader = [head.to, ...head.cc].find((one) => isReader(one, by));
  if (!reader) throw new RuleViolation('report.not-reader');
  if (situation.at === 'drafting' || situation.at === 'withdrawn') throw new RuleViolation('report.not-submitted');
  mustBeSeen(report, submission);
  if (received[readerKey(reader)] === submissions) return [];
  return [{ type: 'report.received', data: { ...addressed(report), by: reader, submission: submissions } }];
}

const addressed = ({ reportId, head: { to, cc } }: OpenedReport) => ({ reportId, to, cc: [...cc] });

function mustBeWithReporter({ situation }: OpenedReport): void {
  if (situation.at === 'submitted') throw new RuleViolation('report.is-submitted');
  if (situation.at === 'accepted' || situation.at === 'locked') throw new RuleViolation('report.is-accepted');
}

function mustBeSubmitted({ situation }: OpenedReport): void {
  if (situation.at === 'drafting' || situation.at === 'withdrawn') throw new RuleViolation('report.not-submitted');
  if (situation.at === 'returned') throw new RuleViolation('report.is-returned');
}

function mustNotBeAccepted({ situation }: OpenedReport): void {
  if (situation.at === 'accepted' || situation.at === 'locked') throw new RuleViolation('report.is-accepted');
}

function mustReview({ head }: OpenedReport, by: Reviewer): void {
  if (!isReader(head.to, by)) throw new RuleViolation('report.not-reviewer');
}

/** What is judged is what the reviewer has seen. */
function mustBeSeen({ submissions }: OpenedReport, submission: number | undefined): void {
  if (submission !== undefined && submission !== submissions) throw new RuleViolation('report.submitted-since');
}

export const reportDecider: Decider<UpwardReport, ReportCommand, ReportEvent> = {
  initialState: () => ({ is: 'none' }),
  evolve,
  decide,
};

/** A draft and its words are the reporter's alone; what goes up is addressed to those that the report names. */
export const reportAggregate: Aggregate<UpwardReport, ReportCommand, ReportEvent> = {
  kind: 'report@1',
  decider: reportDecider,
  texts: true,
  audience: ({ type, data }) =>
    type === 'report.opened' || type === 'report.remarked' ? [] : [data.to, ...data.cc].map(({ tenant }) => tenant),
};

export const reportStream = (reportId: string): string => `report-${reportId}`;
