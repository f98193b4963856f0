import { Clock, dayOf, Lru, Streams, type Principal } from '@chuangwen/platform';
import { EventStore } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { organisationAggregate, organisationStream } from '../organisation/organisation';
import { TenantArrivals } from '../moving/arrivals';
import { personAggregate, personStream } from '../person/person';
import { validOn, type Appointment } from '../person/state';
import { tenantAggregate, tenantStream } from '../tenant/tenant';
import type { Holder } from './accounts';
import { Sessions } from './sessions';

const FRESH_MS = 5_000;

/**
 * The boundary between how somebody signed in and who they are. Everything behind it knows principals only, so that
 * OpenID Connect can take the place of sessions and passwords.
 */
@Injectable()
export class PrincipalResolver {
  private readonly recent = new Lru<{ principal: Principal; until: number }>(5_000);
  /** How often all was forgotten: who was looked up before is not remembered after it. */
  private age = 0;

  constructor(
    private readonly sessions: Sessions,
    private readonly streams: Streams,
    private readonly arrivals: TenantArrivals,
    private readonly clock: Clock,
    private readonly events: EventStore,
  ) {}

  /** null: nobody is signed in by this token. The session is looked up each time, so that signing out works at once. */
  async resolve(session: string): Promise<Principal | null> {
    const holder = await this.sessions.find(session);
    if (!holder) return null;
    const now = this.clock.now().getTime();
    const known = this.recent.get(holder.accountId);
    if (known && now < known.until && known.until <= now + FRESH_MS) return known.principal;
    const { age } = this;
    const principal = await this.principalOf(holder);
    if (principal && age === this.age) this.recent.set(holder.accountId, { principal, until: now + FRESH_MS });
    return principal;
  }

  /** When it resolves, no process answers from memory what it knew when this was asked. */
  async forgotten(): Promise<void> {
    this.recent.clear();
    this.age += 1;
    if (this.events.shared) await pause(FRESH_MS);
  }

  /** With the posts held today. null while the tenant or the account is not (yet) real, or is just being taken in. */
  async principalOf({ accountId, person, tenant }: Holder): Promise<Principal | null> {
    const { state: office } = await this.streams.load(tenantAggregate, tenantStream(tenant));
    const { state: holder } = await this.streams.load(personAggregate, personStream(tenant, person));
    if (await this.arrivals.from(tenant)) return null;
    if (office.status === 'unknown' || holder.status === 'unknown' || holder.accountId !== accountId) return null;
    const today = dayOf(this.clock.now());
    const held = holder.appointments.filter((appointment) => validOn(appointment, today));
    const posts: Appointment[] = [];
    for (const appointment of held) if (await this.stands(tenant, appointment, today)) posts.push(appointment);
    return {
      account: accountId,
      person,
      tenant,
      office: office.kind === 'office',
      root: office.organisationId,
      posts: posts.map(({ post, organisationId }) => ({ post, organisation: organisationId })),
    };
  }

  private async stands(tenant: string, { organisationId }: Appointment, today: string): Promise<boolean> {
    const { state } = await this.streams.load(organisationAggregate, organisationStream(tenant, organisationId));
    return state.status === 'open' || (state.status === 'closed' && today <= state.validTo);
  }
}
