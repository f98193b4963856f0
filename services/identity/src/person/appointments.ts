import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { FOREVER } from '../organisation/dated';
import { mustKeepAdministrator } from './administrators';
import type { Of, Wanted } from './command';
import { ended, type Appointment, type PersonEvent, type Registered } from './state';

export function appoint({ personId, appointments }: Registered, { appointment, at }: Wanted): PersonEvent[] {
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

export function relieve(person: Registered, command: Of<'relieve'>): PersonEvent[] {
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

const samePost = (a: Appointment, b: Appointment) => a.post === b.post && a.organisationId === b.organisationId;

const overlap = (a: Appointment, b: Appointment) =>
  begins(a) && begins(b) && a.validFrom <= (b.validTo ?? FOREVER) && b.validFrom <= (a.validTo ?? FOREVER);

/** False of one that was called off before its first day. */
const begins = ({ validFrom, validTo }: Appointment) => validFrom <= (validTo ?? FOREVER);
