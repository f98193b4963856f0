import type { StreamRef } from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import { closeAccount, mustBeOpen, openAccount } from './account';
import { appoint, relieve } from './appointments';
import type { Of, PersonCommand } from './command';
import { evolve, initialState, type Person, type PersonEvent, type Registered } from './state';

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

function register({ personId, name, telephone, appointments, accountId }: Of<'register'>): PersonEvent[] {
  if (!name.trim()) throw new RuleViolation('person.name-empty');
  const events: PersonEvent[] = [{ type: 'person.registered', data: { personId, name, telephone } }];
  const soFar = () => events.reduce(evolve, initialState()) as Registered;
  for (const wanted of appointments) events.push(...appoint(soFar(), wanted));
  if (accountId) events.push(...openAccount(soFar(), accountId));
  return events;
}

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
