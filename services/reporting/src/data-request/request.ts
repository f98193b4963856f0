import type {
  Owing,
  RequestExtended,
  RequestIssued,
  RequestReminded,
  RequestWithdrawn,
  StreamRef,
} from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import type { Overlap } from './overlap';
import { titleKey } from './words';

export type RequestEvent = RequestIssued | RequestReminded | RequestExtended | RequestWithdrawn;
type Issued = RequestIssued['data'];

export type RequestCommand =
  | Readonly<{
      is: 'issue';
      request: Omit<Issued, 'again'>;
      asked: readonly Overlap[];
      reason: string | null;
      today: string;
    }>
  | Readonly<{ is: 'remind'; answers: readonly string[] }>
  | Readonly<{ is: 'extend'; deadline: string; answers: readonly string[] | null; reason: string }>
  | Readonly<{ is: 'withdraw'; reason: string }>;

/** `deadlines`: of those who were given another day than the rest. */
export type DataRequest =
  { status: 'unknown' } | ({ status: 'running' | 'withdrawn'; deadlines: Readonly<Record<string, string>> } & Issued);
export type Known = Exclude<DataRequest, { status: 'unknown' }>;

export const deadlineOf = ({ deadline, deadlines }: Pick<Known, 'deadline' | 'deadlines'>, answerId: string): string =>
  deadlines[answerId] ?? deadline;

function evolve(request: DataRequest, { type, data }: RequestEvent): DataRequest {
  if (type === 'request.issued') return { status: 'running', deadlines: {}, ...data };
  if (request.status === 'unknown') return request;
  switch (type) {
    case 'request.reminded':
      return request;
    case 'request.extended': {
      const { deadline, answers } = data;
      // For all means all: who had a later day of their own keeps it.
      if (answers === null) {
        const later = Object.entries(request.deadlines).filter(([, day]) => day > deadline);
        return { ...request, deadline, deadlines: Object.fromEntries(later) };
      }
      const more = Object.fromEntries(answers.map((answer) => [answer, deadline]));
      return { ...request, deadlines: { ...request.deadlines, ...more } };
    }
    case 'request.withdrawn':
      return { ...request, status: 'withdrawn' };
  }
}

function decide(request: DataRequest, command: RequestCommand): RequestEvent[] {
  if (command.is === 'issue') return request.status === 'unknown' ? issue(command) : [];
  if (request.status === 'unknown') throw new NotFound('request');
  const { requestId } = request;
  if (command.is === 'withdraw')
    return request.status === 'withdrawn'
      ? []
      : [{ type: 'request.withdrawn', data: { requestId, reason: command.reason } }];
  if (request.status === 'withdrawn') throw new RuleViolation('request.withdrawn');
  if (command.is === 'remind') {
    if (command.answers.length === 0) throw new RuleViolation('request.all-answered');
    return [{ type: 'request.reminded', data: { requestId, answers: [...command.answers] } }];
  }
  return extend(request, command);
}

type Of<T extends RequestCommand['is']> = Extract<RequestCommand, { is: T }>;

function issue({ request, asked, reason, today }: Of<'issue'>): RequestEvent[] {
  if (request.owing.length === 0) throw new RuleViolation('request.nobody-owes');
  if (request.deadline < today) throw new RuleViolation('request.deadline-past', { today });
  const keys = request.columns.map(({ title }) => titleKey(title));
  const twice = request.columns.find((_, i) => keys.indexOf(keys[i]!) !== i);
  if (twice) throw new RuleViolation('request.column-twice', { column: twice.title });
  const empty = request.columns.find(({ kind, choices }) => kind === 'choice' && choices.length === 0);
  if (empty) throw new RuleViolation('request.no-choices', { column: empty.title });
  const [first] = asked;
  if (first && reason === null) {
    const { title, columns, issuedOn } = first;
    throw new RuleViolation('request.asked-already', { title, columns: columns.join('、'), day: issuedOn });
  }
  const again = first && reason !== null ? { reason, requests: asked.map(({ requestId }) => requestId) } : null;
  return [{ type: 'request.issued', data: { ...request, again } }];
}

function extend(request: Known, { deadline, answers, reason }: Of<'extend'>): RequestEvent[] {
  const known = new Set(request.owing.map(({ answerId }) => answerId));
  if (answers?.some((answer) => !known.has(answer))) throw new NotFound('answer');
  const before = answers ? answers.map((answer) => deadlineOf(request, answer)) : [request.deadline];
  if (before.every((day) => day === deadline)) return [];
  const latest = [...before].sort().at(-1) ?? request.deadline;
  if (deadline <= latest) throw new RuleViolation('request.deadline-not-later', { day: latest });
  const { requestId } = request;
  return [{ type: 'request.extended', data: { requestId, deadline, answers: answers && [...answers], reason } }];
}

export const requestDecider: Decider<DataRequest, RequestCommand, RequestEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve,
  decide,
};

/** Stream `request-ID` of the tenant that asks; known to all who owe. */
export const requestAggregate: Aggregate<DataRequest, RequestCommand, RequestEvent> = {
  kind: 'request@1',
  decider: requestDecider,
  audience: (_event, request) => (request.status === 'unknown' ? [] : request.owing.map(tenantOf)),
  texts: true,
};
const tenantOf = ({ tenantId }: Owing): string => tenantId;

export const requestStream = (tenant: string, id: string): StreamRef => ({ tenant, stream: `request-${id}` });
