import type {
  AccountClosed,
  AccountCodeIssued,
  AccountOpened,
  AccountPasswordReplaced,
  PersonAppointed,
  PersonRegistered,
  PersonRelieved,
  Post,
  StreamRef,
} from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import { FOREVER } from '../organisation/dated';
import type { Known } from '../organisation/known';
import { administered, firstWithout, type Management } from './administrators';

export type PersonEvent =
  | PersonRegistered
  | PersonAppointed
  | PersonRelieved
  | AccountOpened
  | AccountClosed
  | AccountCodeIssued
  | AccountPasswordReplaced;

/** A dated post; `validTo` is its last day, null while nobody knows one. */
export type Appointment = Readonly<{
  appointmentId: string;
  organisationId: string;
  post: Post;
  /** Organisations that a leader answers for (分管). */
  inCharge: readonly string[];
  validFrom: string;
  validTo: string | null;
}>;

/** An appointment asked for, with its organisation as it is now. */
export type Wanted = Readonly<{ appointment: Appointment; at: Known }>;

export type PersonCommand =
  | {
      type: 'register';
      personId: string;
      name: string;
      telephone: string | null;
      appointments: readonly Wanted[];
      /** null: without an account. */
      accountId: string | null;
    }
  | ({ type: 'appoint' } & Wanted)
  | ({ type: 'relieve' } & Ending)
  | { type: 'open-account'; accountId: string }
  | { type: 'close-account'; reason: string; today: string; management: Management }
  | Readonly<{ type: 'issue-code' } & Omit<AccountCodeIssued['data'], 'personId'>>
  | Readonly<{ type: 'replace-password' } & Omit<AccountPasswordReplaced['data'], 'personId'>>;

/** `by`: who asks. `successor`: a person of the tenant, or null. */
type Ending = Readonly<{
  appointmentId: string;
  validTo: string;
  successor: string | null;
  by: string;
  today: string;
  management: Management;
}>;

/** `successor`: once somebody has ended it; null when nobody took it over. */
type Held = Appointment & Readonly<{ successor?: string | null }>;

/** Ids, posts and days only: a snapshot must not hold what is sealed. */
export type Person =
  | { status: 'unknown' }
  | {
      status: 'registered';
      personId: string;
      /** The open one. */
      accountId: string | null;
      closedAccounts: readonly string[];
      appointments: readonly Held[];
    };

export type Registered = Extract<Person, { status: 'registered' }>;

const initialState = (): Person => ({ status: 'unknown' });

function evolve(person: Person, event: PersonEvent): Person {
  if (event.type === 'person.registered')
    return {
      status: 'registered',
      personId: event.data.personId,
      accountId: null,
      closedAccounts: [],
      appointments: [],
    };
  if (person.status === 'unknown') return person;
  switch (event.type) {
    case 'person.appointed': {
      const { personId: _same, ...appointment } = event.data;
      return { ...person, appointments: [...person.appointments, appointment] };
    }
    case 'person.relieved': {
      const { appointmentId, validTo, successor } = event.data;
      return { ...person, appointments: ended(person.appointments, appointmentId, validTo, successor) };
    }
    case 'account.opened':
      return { ...person, accountId: event.data.accountId };
    case 'account.closed':
      return { ...person, accountId: null, closedAccounts: [...person.closedAccounts, event.data.accountId] };
    case 'account.code-issued':
    case 'account.password-replaced':
      return person; // on record; what signs in is the credentials' business
  }
}

const ended = (appointments: readonly Held[], id: string, validTo: string, successor: string | null): Held[] =>
  appointments.map((held) => (held.appointmentId === id ? { ...held, validTo, successor } : held));

function decide(person: Person, command: PersonCommand): PersonEvent[] {
  if (command.type === 'register') {
    if (person.status !== 'unknown') throw new RuleViolation('person.exists');
    return register(command);
  }
  if (person.status === 'unknown') throw new NotFound('person');
  switch (command.type) {
    case 'appoint':
      return appoint(person, command);
    case 'relieve':
      return relieve(person, command);
    case 'open-account':
      return openAccount(person, command.accountId);
    case 'close-account':
      return closeAccount(person, command);
    case 'issue-code': {
      const { type: _is, ...issued } = command;
      mustBeOpen(person, issued.accountId);
      return [{ type: 'account.code-issued', data: { personId: person.personId, ...issued } }];
    }
    case 'replace-password': {
      const { accountId, how } = command;
      mustBeOpen(person, accountId);
      return [{ type: 'account.password-replaced', data: { personId: person.personId, accountId, how } }];
    }
  }
}

function mustBeOpen({ accountId: open }: Registered, accountId: string): void {
  if (open !== accountId) throw new RuleViolation('account.none');
}

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

function register({ personId, name, telephone, appointments, accountId }: Of<'register'>): PersonEvent[] {
  if (!name.trim()) throw new RuleViolation('person.name-empty');
  const events: PersonEvent[] = [{ type: 'person.registered', data: { personId, name, telephone } }];
  const soFar = () => events.reduce(evolve, initialState()) as Registered;
  for (const wanted of appointments) events.push(...appoint(soFar(), wanted));
  if (accountId) events.push(...openAccount(soFar(), accountId));
  return events;
}

function appoint({ personId, appointments }: Registered, { appointment, at }: Wanted): PersonEvent[] {
  const { appointmentId, organisationId, post, inCharge, validFrom, validTo } = appointment;
  if (appointments.some((held) => held.appointmentId === appointmentId)) return [];
  if (validTo !== null && validTo < validFrom) throw new RuleViolation('appointment.ends-before-start');
  if (at.status === 'closed') throw new RuleViolation('appointment.organisation-closed', { day: at.validTo });
  if (validFrom < at.founded) throw new RuleViolation('appointment.before-organisation', { day: at.founded });
  const twice = appointments.find((held) => samePost(held, appointment) && overlap(held, appointment));
  if (twice) throw new RuleViolation('appointment.held-already', { day: twice.validFrom });
  const data = { personId, appointmentId, organisationId, post, inCharge: [...inCharge], validFrom, validTo };
  return [{ type: 'person.appointed', data }];
}

function relieve(person: Registered, command: Of<'relieve'>): PersonEvent[] {
  const { personId, appointments } = person;
  const { appointmentId, validTo, successor, by, today } = command;
  const held = appointments.find((a) => a.appointmentId === appointmentId);
  if (!held) throw new NotFound('appointment');
  // A fixed term says nothing about who takes over, so its end may still be recorded with a successor.
  if (held.validTo === validTo && (held.successor ?? null) === successor) return [];
  // Whoever ends an administrator's post is another administrator, so that one always remains.
  if (held.post === 'administrator' && by === personId) throw new RuleViolation('appointment.own-administrator');
  if (held.validTo !== null && (validTo > held.validTo || (validTo === held.validTo && held.successor !== undefined)))
    throw new RuleViolation('appointment.ended-already', { day: held.validTo });
  // What has not begun yet is called off by a last day before its first.
  if (validTo < held.validFrom && held.validFrom <= today) throw new RuleViolation('appointment.ends-before-start');
  const twice = appointments.find(
    (other) => other.appointmentId !== appointmentId && samePost(other, held) && overlap(other, { ...held, validTo }),
  );
  if (twice) throw new RuleViolation('appointment.held-already', { day: twice.validFrom });
  if (successor === personId) throw new RuleViolation('appointment.successor-self');
  const after = { ...person, appointments: ended(appointments, appointmentId, validTo, successor) };
  mustKeepAdministrator(person, after, command);
  return [{ type: 'person.relieved', data: { personId, appointmentId, validTo, successor } }];
}

function openAccount(person: Registered, accountId: string): PersonEvent[] {
  const { personId, accountId: opened, closedAccounts } = person;
  if (opened === accountId || closedAccounts.includes(accountId)) return [];
  if (opened !== null) throw new RuleViolation('account.exists');
  return [{ type: 'account.opened', data: { personId, accountId } }];
}

function closeAccount(person: Registered, command: Of<'close-account'>): PersonEvent[] {
  const { personId, accountId, closedAccounts } = person;
  if (accountId === null) {
    if (closedAccounts.length > 0) return [];
    throw new RuleViolation('account.none');
  }
  mustKeepAdministrator(person, { ...person, accountId: null }, command);
  return [{ type: 'account.closed', data: { personId, accountId, reason: command.reason } }];
}

/** On no day from today on may nobody be left who can manage the tenant. */
function mustKeepAdministrator(
  before: Registered,
  after: Registered,
  { management: { root, others }, today }: Readonly<{ management: Management; today: string }>,
): void {
  const day = firstWithout(administered(before, root), [...others, ...administered(after, root)], today);
  if (day) throw new RuleViolation('appointment.last-administrator', { day });
}

const samePost = (a: Appointment, b: Appointment) => a.post === b.post && a.organisationId === b.organisationId;

const overlap = (a: Appointment, b: Appointment) =>
  begins(a) && begins(b) && a.validFrom <= (b.validTo ?? FOREVER) && b.validFrom <= (a.validTo ?? FOREVER);

/** False of one that was called off before its first day. */
const begins = ({ validFrom, validTo }: Appointment) => validFrom <= (validTo ?? FOREVER);

export const validOn = ({ validFrom, validTo }: Appointment, day: string): boolean =>
  validFrom <= day && day <= (validTo ?? FOREVER);

export const personDecider: Decider<Person, PersonCommand, PersonEvent> = { initialState, evolve, decide };

/** Stream `person-ID` of the tenant that keeps the person. */
export const personAggregate: Aggregate<Person, PersonCommand, PersonEvent> = {
  kind: 'person@2',
  decider: personDecider,
  effectiveOn({ type, data }) {
    if (type === 'person.appointed') return data.validFrom;
    return type === 'person.relieved' ? data.validTo : null;
  },
};

export const personStream = (tenant: string, id: string): StreamRef => ({ tenant, stream: `person-${id}` });
