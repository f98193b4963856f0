import { z } from 'zod';
import { day, id } from '../day';
import { eventContract, type EventOf } from '../event-contract';

/** Posts in the documents' own words; the console shows 组长, 常务副组长, … (GLOSSARY). */
export const post = z.enum([
  'administrator',
  'clerk',
  'liaison',
  'group-leader',
  'executive-deputy',
  'deputy',
  'group-member',
  'group-office',
  'responsible-leader',
  'leader-in-charge',
  'section-head',
  'member',
  'road-chief',
  'segment-chief',
]);
export type Post = z.infer<typeof post>;

/** Stream `person-ID` of the tenant that keeps the person. */
export const personRegistered = eventContract({
  type: 'person.registered',
  version: 1,
  schema: z.object({ personId: id, name: z.string(), telephone: z.string().nullable() }),
  personal: {
    name: { key: 'person', of: 'personId', erased: '（已删除）' },
    telephone: { key: 'person', of: 'personId', erased: null },
  },
});
export type PersonRegistered = EventOf<typeof personRegistered>;

/** A dated post. `inCharge`: organisations that a leader answers for (分管). */
export const personAppointed = eventContract({
  type: 'person.appointed',
  version: 1,
  schema: z.object({
    personId: id,
    appointmentId: id,
    organisationId: id,
    post,
    inCharge: z.array(id),
    validFrom: day,
    validTo: day.nullable(),
  }),
});
export type PersonAppointed = EventOf<typeof personAppointed>;

/** The post's last day; who took it over, if anybody. */
export const personRelieved = eventContract({
  type: 'person.relieved',
  version: 1,
  schema: z.object({ personId: id, appointmentId: id, validTo: day, successor: id.nullable() }),
});
export type PersonRelieved = EventOf<typeof personRelieved>;

/** The person may sign in. Credentials live in the PrivateStore, never in an event. */
export const accountOpened = eventContract({
  type: 'account.opened',
  version: 1,
  schema: z.object({ personId: id, accountId: id }),
});
export type AccountOpened = EventOf<typeof accountOpened>;

/** From now on nobody signs in with it, and its login stays taken. Why, in somebody's words, on the person's own key. */
export const accountClosed = eventContract({
  type: 'account.closed',
  version: 1,
  schema: z.object({ personId: id, accountId: id, reason: z.string() }),
  personal: { reason: { key: 'person', of: 'personId', erased: '（已删除）' } },
});
export type AccountClosed = EventOf<typeof accountClosed>;

/** A one-time code was handed out by which the person sets a password. The code itself is never an event. */
export const accountCodeIssued = eventContract({
  type: 'account.code-issued',
  version: 1,
  schema: z.object({
    personId: id,
    accountId: id,
    why: z.enum(['first-sign-in', 'forgotten']),
    /** ISO instant. */
    expiresAt: z.string(),
  }),
});
export type AccountCodeIssued = EventOf<typeof accountCodeIssued>;

/** The password is another one since; who did it is the actor. Neither the old nor the new one is told. */
export const accountPasswordReplaced = eventContract({
  type: 'account.password-replaced',
  version: 1,
  schema: z.object({ personId: id, accountId: id, how: z.enum(['own', 'administrator', 'one-time-code']) }),
});
export type AccountPasswordReplaced = EventOf<typeof accountPasswordReplaced>;
