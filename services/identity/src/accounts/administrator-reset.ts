import type { Actor } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { newId, sha256Hex, Streams, type Caller } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { administered } from '../person/administrators';
import { personAggregate, personStream } from '../person/person';
import { tenantAggregate, tenantStream } from '../tenant/tenant';
import { Accounts } from './accounts';
import { OneTimeCodes } from './one-time-codes';

export type IssuedCode = Readonly<{ login: string; code: string; /** ISO instant. */ expiresAt: string }>;

const DAYS = 1;

/**
 * A one-time code for an administrator who forgot the password and has no other administrator to ask: from the office
 * directly above, or from whoever runs the installation. Who issued it is on record; the code is told once.
 */
@Injectable()
export class AdministratorReset {
  constructor(
    private readonly accounts: Accounts,
    private readonly codes: OneTimeCodes,
    private readonly streams: Streams,
  ) {}

  /** `tenant`: whose administrator it must be; null: anybody's. Throws RuleViolation `account.not-administrator`. */
  async issue(login: string, tenant: string | null, actor: Actor): Promise<IssuedCode> {
    const holder = await this.accounts.holderOf(login);
    if (!holder || (tenant !== null && holder.tenant !== tenant)) throw new RuleViolation('account.not-administrator');
    const ref = personStream(holder.tenant, holder.person);
    const { state: person } = await this.streams.load(personAggregate, ref);
    const { state: own } = await this.streams.load(tenantAggregate, tenantStream(holder.tenant));
    const manages =
      person.status !== 'unknown' && own.status !== 'unknown' && administered(person, own.organisationId).length > 0;
    if (!manages) throw new RuleViolation('account.not-administrator');
    const { accountId } = holder;
    const { code, expiresAt } = await this.codes.issue(accountId, DAYS);
    const issued = { type: 'issue-code' as const, accountId, why: 'forgotten' as const, expiresAt };
    await this.streams.execute(personAggregate, ref, issued, inTheNameOf(holder.tenant, actor));
    return { login, code, expiresAt };
  }
}

/** Each code is a command of its own: none is made twice from one. */
function inTheNameOf(tenant: string, actor: Actor): Caller {
  const commandId = newId();
  const bodyHash = sha256Hex(commandId);
  return { tenant, actor, principal: null, commandId, bodyHash, correlationId: commandId, causationId: commandId };
}
