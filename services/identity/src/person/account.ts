import { RuleViolation } from '@chuangwen/kernel';
import { mustKeepAdministrator } from './administrators';
import type { Of } from './command';
import type { PersonEvent, Registered } from './state';

export function openAccount(person: Registered, accountId: string): PersonEvent[] {
  const { personId, accountId: opened, closedAccounts } = person;
  if (opened === accountId || closedAccounts.includes(accountId)) return [];
  if (opened !== null) throw new RuleViolation('account.exists');
  return [{ type: 'account.opened', data: { personId, accountId } }];
}

export function closeAccount(person: Registered, command: Of<'close-account'>): PersonEvent[] {
  const { personId, accountId, closedAccounts } = person;
  if (accountId === null) {
    if (closedAccounts.length > 0) return [];
    throw new RuleViolation('account.none');
  }
  mustKeepAdministrator(person, { ...person, accountId: null }, command);
  return [{ type: 'account.closed', data: { personId, accountId, reason: command.reason } }];
}

export function mustBeOpen({ accountId: open }: Registered, accountId: string): void {
  if (open !== accountId) throw new RuleViolation('account.none');
}
