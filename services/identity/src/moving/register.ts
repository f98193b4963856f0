import { INSTALLATION, type StreamRef } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  EVERYTHING,
  sha256Hex,
  Streams,
  TenantRegister,
  uuidFrom,
  type Arriving,
  type Caller,
  type MovingTenant,
  type Placement,
} from '@chuangwen/platform';
import { EventStore, type KindEntry } from '@chuangwen/ports';
import { Injectable } from '@nestjs/common';
import { ACCOUNT, Accounts } from '../accounts/accounts';
import { PrincipalResolver } from '../accounts/principal-resolver';
import { SetupLink } from '../accounts/setup-link';
import { nameKey } from '../address-book/words';
import { currentName } from '../tenant/current-name';
import {
  tenantAggregate,
  tenantDecider,
  tenantStream,
  type Tenant,
  type TenantCommand,
  type TenantEvent,
} from '../tenant/tenant';
import { TenantArrivals } from './arrivals';

const PREFIX = 'tenant-';
type Registered = Exclude<Tenant, { status: 'unknown' }>;

/** Which tenants there are, what is theirs in `$installation`, and under whom one that arrives may stand. */
@Injectable()
export class MovingRegister extends TenantRegister {
  constructor(
    private readonly streams: Streams,
    private readonly events: EventStore,
    private readonly accounts: Accounts,
    private readonly arrivals: TenantArrivals,
    private readonly principals: PrincipalResolver,
    private readonly setupLink: SetupLink,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async find(idOrName: string): Promise<MovingTenant> {
    const known = await this.registered(idOrName);
    if (known) return this.described(idOrName, known);
    const found: string[] = [];
    for await (const { id, name } of this.names()) if (nameKey(name) === nameKey(idOrName)) found.push(id);
    const [only, another] = found;
    if (another !== undefined)
      throw new RuleViolation('tenant.several-called', { name: idOrName, ids: found.join('、') });
    const state = only === undefined ? null : await this.registered(only);
    if (only === undefined || !state) throw new RuleViolation('tenant.none-called', { name: idOrName });
    return this.described(only, state);
  }

  override async *all(): AsyncGenerator<MovingTenant> {
    for await (const id of this.ids()) {
      const state = await this.registered(id);
      if (state) yield await this.described(id, state);
    }
  }

  override streamsOf(tenant: string): readonly StreamRef[] {
    return [tenantStream(tenant)];
  }

  override async mayCome(tenant: Arriving, placement: Placement | null): Promise<void> {
    for await (const { id, name } of this.names())
      if (id !== tenant.id && nameKey(name) === nameKey(tenant.name))
        throw new RuleViolation('tenant.called-alike', { name, id });
    if (!placement) return;
    // As it is here, where it is; else as it comes.
    const here = (await this.registered(tenant.id)) ?? folded(tenant.history as TenantEvent[]);
    tenantDecider.decide(here, await this.placing(here, placement));
  }

  override async inTheWay({ kind, key, value }: Pick<KindEntry, 'kind' | 'key' | 'value'>): Promise<string | null> {
    return kind === ACCOUNT && (await this.accounts.isAnothers(key, value)) ? key : null;
  }

  override async arriving(tenant: string, file: string): Promise<void> {
    await this.arrivals.begin(tenant, file);
    if (tenant !== EVERYTHING && (await this.registered(tenant))) await this.principals.forgotten();
  }

  override arrivingFrom(tenant: string): Promise<string | null> {
    return this.arrivals.from(tenant);
  }

  /** Where a whole installation came, the link by which the first office would have been set up opens nothing any more. */
  override async arrived(tenant: string): Promise<void> {
    if (tenant === EVERYTHING && !(await this.ids().next()).done) await this.setupLink.use();
    await this.arrivals.end(tenant);
  }

  override async place(tenant: string, placement: Placement, cause: string): Promise<void> {
    const state = await this.registered(tenant);
    if (!state) throw new RuleViolation('tenant.none-called', { name: tenant });
    const command = await this.placing(state, placement);
    await this.streams.execute(tenantAggregate, tenantStream(tenant), command, inTheNameOf(tenant, placement, cause));
  }

  private async placing(tenant: Tenant, { under, as }: Placement): Promise<TenantCommand> {
    const office = await this.find(under);
    const state = await this.registered(office.id);
    if (state?.kind !== 'office') throw new RuleViolation('tenant.no-office', { name: office.name });
    const [now] = tenant.status === 'unknown' ? [] : tenant.overseers;
    const above = now === undefined || now === office.id ? null : await this.name(now);
    if (above !== null) throw new RuleViolation('tenant.stands-elsewhere', { name: above });
    return { type: 'place', overseers: [office.id, ...state.overseers], above: state.level, as };
  }

  private async described(id: string, { overseers }: Registered): Promise<MovingTenant> {
    const above = overseers.map(async (office) => ({ id: office, name: (await this.name(office)) ?? office }));
    return { id, name: (await this.name(id)) ?? id, above: await Promise.all(above) };
  }

  private async *names(): AsyncGenerator<{ id: string; name: string }> {
    for await (const id of this.ids()) yield { id, name: (await this.name(id)) ?? '' };
  }

  private async *ids(): AsyncGenerator<string> {
    for await (const { stream } of this.events.streams(INSTALLATION))
      if (stream.startsWith(PREFIX)) yield stream.slice(PREFIX.length);
  }

  private name(id: string): Promise<string | null> {
    return currentName(this.streams, id, dayOf(this.clock.now()));
  }

  private async registered(id: string): Promise<Registered | null> {
    const { state } = await this.streams.load(tenantAggregate, tenantStream(id));
    return state.status === 'unknown' ? null : state;
  }
}

const folded = (events: readonly TenantEvent[]): Tenant =>
  events.reduce(tenantDecider.evolve, tenantDecider.initialState());

/** `cause`: the file it came in, so that whoever takes it in again changes nothing. */
function inTheNameOf(tenant: string, { under, as }: Placement, cause: string): Caller {
  const commandId = uuidFrom(cause, 'place', tenant, under, as ?? '');
  const bodyHash = sha256Hex(commandId);
  const actor = { kind: 'system' as const, id: 'import' };
  return {
    tenant: INSTALLATION,
    actor,
    principal: null,
    commandId,
    bodyHash,
    correlationId: commandId,
    causationId: commandId,
  };
}
