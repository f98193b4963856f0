import type { AccountCodeIssued, AccountPasswordReplaced } from '@chuangwen/contracts';
import type { Known } from '../organisation/known';
import type { Management } from './administrators';
import type { Appointment } from './state';

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

export type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;
