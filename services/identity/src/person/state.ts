import type {
  AccountClosed,
  AccountCodeIssued,
  AccountOpened,
  AccountPasswordReplaced,
  PersonAppointed,
  PersonRegistered,
  PersonRelieved,
  Post,
} from '@chuangwen/contracts';
import { FOREVER } from '../organisation/dated';

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

export const initialState = (): Person => ({ status: 'unknown' });

export function evolve(person: Person, event: PersonEvent): Person {
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

export const ended = (appointments: readonly Held[], id: string, validTo: string, successor: string | null): Held[] =>
  appointments.map((held) => (held.appointmentId === id ? { ...held, validTo, successor } : held));

export const validOn = ({ validFrom, validTo }: Appointment, day: string): boolean =>
  validFrom <= day && day <= (validTo ?? FOREVER);
