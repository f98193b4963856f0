import type { Post } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { Clock, dayOf, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { Accounts } from '../accounts/accounts';
import { made, step } from '../command-ids';
import {
  organisationAggregate,
  organisationStream,
  type About,
  type OrganisationCommand,
} from '../organisation/organisation';
import { personAggregate, personStream } from '../person/person';
import { tenantAggregate, tenantDecider, tenantStream, type Level, type TenantDetails } from './tenant';

export type NewTenant = Readonly<{
  name: string;
  kind: TenantDetails['kind'];
  level: Level | null;
  /** The day from which its organisation is on record; null: today. */
  validFrom: string | null;
  overseers: readonly string[];
  /** Of the office that registers it; null for the first. */
  above: Level | null;
  about?: About;
  /** null: nobody yet. */
  administrator: FirstPerson | null;
  /** It was said that it is another of the same name. */
  again?: true;
}>;

/** `account` null: cannot sign in. Without a password the holder sets one with a one-time code. */
export type FirstPerson = Readonly<{
  name: string;
  telephone: string | null;
  posts: readonly Post[];
  account: Readonly<{ login: string; password: string | null }> | null;
}>;

export type FoundedTenant = Readonly<{ id: string; organisation: string; administrator: string }>;

/**
 * A tenant with its root organisation, its administrator and the administrator's account. In this order:
 *
 * 1. the administrator's login is reserved (not an account yet),
 * 2. the root organisation is founded in the new tenant,
 * 3. the administrator is registered there with posts and account, in one append,
 * 4. the tenant is registered in `$installation`.
 *
 * Only the last step makes it real: before it no view lists the tenant and nobody can sign in to it. Every id and step comes
 * from the command's id, so the same command finishes what one that died began; left alone, steps 1–3 are never seen.
 */
@Injectable()
export class TenantFounding {
  constructor(
    private readonly streams: Streams,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** Throws RuleViolation before anything is written when the details break a rule. */
  async found(tenant: NewTenant, caller: Caller): Promise<Outcome<FoundedTenant>> {
    const ids = {
      id: made(caller, 'tenant'),
      organisation: made(caller, 'root'),
      administrator: made(caller, 'person'),
    };
    const registering = this.registering(tenant, ids);
    tenantDecider.decide(tenantDecider.initialState(), registering);
    const first = tenant.administrator;
    const found = async () => {
      await this.foundRoot(tenant, ids, caller);
      if (first) await this.registerPerson(first, ids, caller);
      return this.streams.execute(
        tenantAggregate,
        tenantStream(ids.id),
        registering,
        step(caller, 'tenant'),
        () => ids,
      );
    };
    if (!first?.account) return found();
    const holder = { accountId: made(caller, 'account'), person: ids.administrator, tenant: ids.id };
    return this.accounts.withLogin(first.account.login, first.account.password, holder, found);
  }

  private registering({ name, kind, level, overseers, above, again }: NewTenant, { id, organisation }: FoundedTenant) {
    const tenant = { tenantId: id, organisationId: organisation, name, kind, level, overseers: [...overseers] };
    return { type: 'register' as const, tenant: { ...tenant, ...(again ? { again } : {}) }, above };
  }

  private async foundRoot({ name, validFrom, about }: NewTenant, { id, organisation }: FoundedTenant, caller: Caller) {
    await this.streams.execute(
      organisationAggregate,
      organisationStream(id, organisation),
      (_root, now): OrganisationCommand => ({
        type: 'found',
        founding: {
          organisationId: organisation,
          name,
          kind: 'root',
          parent: null,
          tree: 'line',
          validFrom: validFrom ?? dayOf(now),
        },
        parent: null,
        ...(about ? { about } : {}),
      }),
      step(caller, 'root'),
    );
  }

  /** The first person of a tenant; again by somebody else it changes nothing. */
  async registerPerson(first: FirstPerson, ids: FoundedTenant, caller: Caller): Promise<void> {
    const ref = personStream(ids.id, ids.administrator);
    const at = organisationStream(ids.id, ids.organisation);
    const { state: root } = await this.streams.load(organisationAggregate, at);
    if (root.status === 'unknown') throw new NotFound('organisation');
    const { version } = await this.streams.load(personAggregate, ref);
    if (version > 0) return;
    const { name, telephone, posts, account } = first;
    const appointments = posts.map((post) => ({
      appointment: {
        appointmentId: made(caller, `appointment:${post}`),
        organisationId: ids.organisation,
        post,
        inCharge: [],
        validFrom: root.founded,
        validTo: null,
      },
      at: root,
    }));
    const accountId = account ? made(caller, 'account') : null;
    const registering = {
      type: 'register' as const,
      personId: ids.administrator,
      name,
      telephone,
      appointments,
      accountId,
    };
    await this.streams.execute(personAggregate, ref, registering, step(caller, 'administrator'));
  }
}
