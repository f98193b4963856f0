import type {
  AccountOpened,
  PersonAppointed,
  PersonRegistered,
  PersonRelieved,
  Post,
  StreamRef,
} from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import type { Known } from '../organisation/known';

export type PersonEvent = PersonRegistered | PersonAppointed | PersonRelieved | AccountOpened;

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
  /** `by`: who asks. `successor`: a person of the tenant, or null. */
  | { type: 'relieve'; appointmentId: string; validTo: string; successor: string | null; by: string }
  | { type: 'open-account'; accountId: string };

/** Ids, posts and days only: a snapshot must not hold what is sealed. */
export type Person =
  | { status: 'unknown' }
  | { status: 'registered'; personId: string; accountId: string | null; appointments: readonly Appointment[] };

type Registered = Extract<Person, { status: 'registered' }>;

const initialState = (): Person => ({ status: 'unknown' });

function evolve(person: Person, event: PersonEvent): Person {
  if (event.type === 'person.registered')
    return { status: 'registered', personId: event.data.personId, accountId: null, appointments: [] };
  if (person.status === 'unknown') return person;
  switch (event.type) {
    case 'person.appointed': {
      const { personId: _same, ...appointment } = event.data;
      return { ...person, appointments: [...person.appointments, appointment] };
    }
    case 'person.relieved': {
      const { appointmentId, validTo } = event.data;
      const ended = person.appointments.map((a) => (a.appointmentId === appointmentId ? { ...a, validTo } : a));
      return { ...person, appointments: ended };
    }
    case 'account.opened':
      return { ...person, accountId: event.data.accountId };
  }
}

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
  }
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
  const twice = appointments.find(
    (held) => held.post === post && held.organisationId === organisationId && overlap(held, appointment),
  );
  if (twice) throw new RuleViolation('appointment.held-already', { day: twice.validFrom });
  const data = { personId, appointmentId, organisationId, post, inCharge: [...inCharge], validFrom, validTo };
  return [{ type: 'person.appointed', data }];
}

function relieve({ personId, appointments }: Registered, command: Of<'relieve'>): PersonEvent[] {
  const { appointmentId, validTo, successor, by } = command;
  const held = appointments.find((a) => a.appointmentId === appointmentId);
  if (!held) throw new NotFound('appointment');
  if (held.validTo === validTo) return [];
  // Whoever ends an administrator's post is another administrator, so that one always remains.
  if (held.post === 'administrator' && by === personId) throw new RuleViolation('appointment.own-administrator');
  if (validTo < held.validFrom) throw new RuleViolation('appointment.ends-before-start');
  if (successor === personId) throw new RuleViolation('appointment.successor-self');
  return [{ type: 'person.relieved', data: { personId, appointmentId, validTo, successor } }];
}

function openAccount({ personId, accountId: opened }: Registered, accountId: string): PersonEvent[] {
  if (opened === accountId) return [];
  if (opened !== null) throw new RuleViolation('account.exists');
  return [{ type: 'account.opened', data: { personId, accountId } }];
}

const FOREVER = '9999-12-31';
const overlap = (a: Appointment, b: Appointment) =>
  a.validFrom <= (b.validTo ?? FOREVER) && b.validFrom <= (a.validTo ?? FOREVER);

export const validOn = ({ validFrom, validTo }: Appointment, day: string): boolean =>
  validFrom <= day && day <= (validTo ?? FOREVER);

export const personDecider: Decider<Person, PersonCommand, PersonEvent> = { initialState, evolve, decide };

/** Stream `person-ID` of the tenant that keeps the person. */
export const personAggregate: Aggregate<Person, PersonCommand, PersonEvent> = {
  kind: 'person@1',
  decider: personDecider,
  effectiveOn({ type, data }) {
    if (type === 'person.appointed') return data.validFrom;
    return type === 'person.relieved' ? data.validTo : null;
  },
};

export const personStream = (tenant: string, id: string): StreamRef => ({ tenant, stream: `person-${id}` });
