import type { RequestExtended, RequestIssued, RequestReminded, RequestWithdrawn } from '@chuangwen/contracts';
import { dayOf, defineView } from '@chuangwen/platform';

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

const owedId = (tenant: string, requestId: string) => `owed|${tenant}|${requestId}`;
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
  // An office may ask its own units too.
  ...[meta.tenant, ...meta.audience].map((tenant) => ({ tenant, id: owedId(tenant, data.requestId) })),
];

export const requestsView = defineView<RequestEntry, RequestEvent>({
  name: 'requests',
  topics: ['reporting'],
  route: {
    'request.issued': targets,
    'request.reminded': targets,
    'request.extended': targets,
    'request.withdrawn': targets,
  },
  evolve(entry, event, id) {
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
  index: ({ is, owing }) => ({ is, ...(is === 'owed' ? { answer: owing.map(({ answerId }) => answerId) } : {}) }),
});

const laterOf = ({ issuedOn, changes }: RequestEntry, day: string): string => {
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

/** When an answer was due, by what was recorded by a day. */
export function dueOn({ deadline, changes }: RequestEntry, answerId: string, asOf: string): string {
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

export const remindersOf = ({ changes }: RequestEntry, answerId: string, asOf: string): number =>
  changes.filter((change) => change.is === 'reminded' && change.day <= asOf && change.answers.includes(answerId))
    .length;

/** null: it was not withdrawn by that day. */
export const withdrawnBy = ({ changes }: RequestEntry, asOf: string): { day: string; reason: string } | null =>
  (changes.find((change) => change.is === 'withdrawn' && change.day <= asOf) as
    { day: string; reason: string } | undefined) ?? null;
