import type { RequestExtended, RequestIssued, RequestReminded, RequestWithdrawn } from '@chuangwen/contracts';
import { dayOf, defineView, type Recorded } from '@chuangwen/platform/projections';

type RequestEvent = RequestIssued | RequestReminded | RequestExtended | RequestWithdrawn;

export type RequestChange = Readonly<{
  /** Recorded day, never before the one of the change before it. */ day: string;
}> &
  (
    | Readonly<{ is: 'extended'; deadline: string; answers: readonly string[] | null; reason: string }>
    | Readonly<{ is: 'reminded'; answers: readonly string[] }>
    | Readonly<{ is: 'withdrawn'; reason: string }>
  );

/** A request as the one that asked has it (`asked`), or one of those that owe (`owed`: with its own organisations only). */
export type RequestEntry = Readonly<{
  is: 'asked' | 'owed';
  asker: string;
  issuedOn: string;
  changes: readonly RequestChange[];
}> &
  RequestIssued['data'];

/** A request in a list of the one that asked: how many owe, not who; no reminders. */
export type RequestLine = Readonly<{
  is: 'line';
  issuedOn: string;
  owing: number;
  changes: readonly Exclude<RequestChange, { is: 'reminded' }>[];
}> &
  Pick<RequestIssued['data'], 'requestId' | 'organisationId' | 'title' | 'basis' | 'columns' | 'deadline'>;

export type RequestDocument = RequestEntry | RequestLine;

const owedId = (tenant: string, requestId: string) => `owed|${tenant}|${requestId}`;
const lineId = (requestId: string) => `line|${requestId}`;
const tenantIn = (id: string): string | null => (id.startsWith('owed|') ? (id.split('|')[1] ?? '') : null);
export const requestIdIn = owedId;

const targets = ({
  data,
  meta,
}: {
  data: { requestId: string };
  meta: { tenant: string; audience: readonly string[] };
}) => [
  data.requestId,
  lineId(data.requestId),
  // An office may ask its own units too.
  ...[meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: owedId(tenant, data.requestId) })),
];

export const requestsView = defineView<RequestDocument, RequestEvent>({
  name: 'requests@2',
  formerly: ['requests'],
  topics: ['reporting'],
  route: {
    'request.issued': targets,
    'request.reminded': targets,
    'request.extended': targets,
    'request.withdrawn': targets,
  },
  evolve(entry, event, id) {
    if (id.startsWith('line|') || entry?.is === 'line') return lineAfter(entry?.is === 'line' ? entry : null, event);
    const tenant = tenantIn(id);
    const day = dayOf(event.meta.recordedAt);
    if (event.type === 'request.issued') {
      const asked = { is: 'asked' as const, asker: event.meta.tenant, issuedOn: day, changes: [], ...event.data };
      if (tenant === null) return asked;
      const owing = event.data.owing.filter(({ tenantId }) => tenantId === tenant);
      return owing.length > 0 ? { ...asked, is: 'owed', owing, again: null } : null;
    }
    if (!entry) return null;
    const change = changeOf(event, laterOf(entry, day));
    if (tenant === null || !('answers' in change) || change.answers === null)
      return { ...entry, changes: [...entry.changes, change] };
    const own = new Set(entry.owing.map(({ answerId }) => answerId));
    const answers = change.answers.filter((answer) => own.has(answer));
    return answers.length > 0 ? { ...entry, changes: [...entry.changes, { ...change, answers }] } : entry;
  },
  index: (request) => ({
    month: monthsOf(request),
    answer: request.is === 'owed' ? request.owing.map(({ answerId }) => answerId) : [],
  }),
  contributions: (request) => monthsOf(request).map((key) => ({ group: MONTHS, key, values: { requests: 1 } })),
});

/** Counts requests by month, under the values of the index `month`: which months there are to be read. */
export const MONTHS = 'months';
/** `asked|2026-04`: issued then; `due|2026-04`: runs until then; `owed|2026-04`: to be answered by then. */
export const monthKey = (is: 'asked' | 'due' | 'owed', day: string): string => `${is}|${day.slice(0, 7)}`;

function monthsOf(request: RequestDocument): string[] {
  if (request.is === 'asked') return [];
  if (request.is === 'owed')
    return [...new Set(request.owing.map(({ answerId }) => monthKey('owed', dueOn(request, answerId, EVER))))];
  const { issuedOn, deadline, changes } = request;
  const dues = [deadline, ...changes.flatMap((change) => (change.is === 'extended' ? [change.deadline] : []))];
  const runs = withdrawnBy(request, EVER) ? [] : [monthKey('due', dues.sort().at(-1)!)];
  return [monthKey('asked', issuedOn), ...runs];
}
const EVER = '9999-12-31';

function lineAfter(line: RequestLine | null, event: Recorded<RequestEvent>): RequestLine | null {
  const day = dayOf(event.meta.recordedAt);
  if (event.type === 'request.issued') {
    const { requestId, organisationId, title, basis, columns, deadline, owing } = event.data;
    const head = { requestId, organisationId, title, basis, columns, deadline };
    return { is: 'line', issuedOn: day, owing: owing.length, changes: [], ...head };
  }
  if (!line) return null;
  const change = changeOf(event, laterOf(line, day));
  return change.is === 'reminded' ? line : { ...line, changes: [...line.changes, change] };
}

const laterOf = ({ issuedOn, changes }: Pick<RequestDocument, 'issuedOn' | 'changes'>, day: string): string => {
  const last = changes.at(-1)?.day ?? issuedOn;
  return last > day ? last : day;
};

function changeOf(event: Exclude<RequestEvent, RequestIssued>, day: string): RequestChange {
  const { requestId: _of, ...data } = event.data as RequestExtended['data'];
  if (event.type === 'request.extended') return { is: 'extended', day, ...data };
  return event.type === 'request.reminded'
    ? { is: 'reminded', day, answers: event.data.answers }
    : { is: 'withdrawn', day, reason: event.data.reason };
}

type Dated = Pick<RequestDocument, 'deadline' | 'changes'>;

/** When an answer was due, by what was recorded by a day; with no answer named, when those that got no time of their own are. */
export function dueOn({ deadline, changes }: Dated, answerId: string, asOf: string): string {
  let [all, own] = [deadline, null as string | null];
  for (const change of changes) {
    if (change.is !== 'extended' || change.day > asOf) continue;
    if (change.answers === null) {
      all = change.deadline;
      if (own !== null && own <= all) own = null;
    } else if (change.answers.includes(answerId)) own = change.deadline;
  }
  return own ?? all;
}

/** Answers that were given time of their own by a day, by name. */
export const extendedBy = ({ changes }: Pick<RequestDocument, 'changes'>, asOf: string): string[] => [
  ...new Set(
    changes.flatMap((change) => (change.is === 'extended' && change.day <= asOf ? (change.answers ?? []) : [])),
  ),
];

export const remindersOf = ({ changes }: RequestEntry, answerId: string, asOf: string): number =>
  changes.filter((change) => change.is === 'reminded' && change.day <= asOf && change.answers.includes(answerId))
    .length;

/** null: it was not withdrawn by that day. */
export const withdrawnBy = (
  { changes }: Pick<RequestDocument, 'changes'>,
  asOf: string,
): { day: string; reason: string } | null =>
  (changes.find((change) => change.is === 'withdrawn' && change.day <= asOf) as
    { day: string; reason: string } | undefined) ?? null;
