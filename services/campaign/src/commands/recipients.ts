import type { Party } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  InjectView,
  isOpenOn,
  organisationsView,
  parentOn,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
  type ViewReader,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import type { OpenedPlan, Purpose } from '../plan/state';
import { soon } from './soon';

type Entry = TenantEntry | OrganisationEntry;

const partyOf = ({ tenantId: tenant, organisationId }: TenantEntry): Party => ({ tenant, organisationId });

/** A tenant of which the office above has not confirmed that it is who it says. */
export type Unverified = Readonly<{ tenant: string; name: string }>;

const superiorsOf = (entry: Entry, today: string): string[] =>
  entry.is === 'organisation'
    ? (['line', 'district'] as const).flatMap((tree) => parentOn(entry, tree, today) ?? [])
    : [];

const isBelow = (entry: Entry, organisationId: string, today: string): boolean =>
  entry.is === 'organisation' && isOpenOn(entry, today) && superiorsOf(entry, today).includes(organisationId);

/** Whom a plan can be given to, as this service has heard it from identity. */
@Injectable()
export class Recipients {
  constructor(
    private readonly clock: Clock,
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
  ) {}

  /** Organisations of the tenant that hang right below one of it today, on either tree. Throws NotFound. */
  async organisationsBelow(tenant: string, organisationId: string, ids: readonly string[]): Promise<Party[]> {
    const today = dayOf(this.clock.now());
    const entries = await this.organisations.many(tenant, ids);
    return ids.map((id, i) => {
      const entry = entries[i];
      if (!entry || !isBelow(entry, organisationId, today)) throw new NotFound('organisation');
      return { tenant, organisationId: id };
    });
  }

  /** Ids of all that hang right below one of the tenant today. */
  async allBelow(tenant: string, organisationId: string): Promise<string[]> {
    const today = dayOf(this.clock.now());
    return (await this.organisationsOf(tenant))
      .filter((entry) => isBelow(entry, organisationId, today))
      .map((entry) => entry.organisationId);
  }

  /** All tenants right below the caller's office; who is not verified is `leftOut`. */
  async allTenantsBelow({ tenant }: Caller): Promise<{ parties: Party[]; leftOut: Unverified[] }> {
    const entries = await this.organisations.find(tenant, { index: 'is', value: 'tenant' });
    const below = entries.filter((entry) => entry.is === 'tenant').filter(({ overseers }) => overseers[0] === tenant);
    const known = await this.asVerified(tenant, below);
    return {
      parties: known.filter(({ verified }) => verified).map(partyOf),
      leftOut: known.filter(({ verified }) => !verified).map(({ tenantId, name }) => ({ tenant: tenantId, name })),
    };
  }

  /** For approval (审定) by one's own superior on either tree, for record (备案) with others. */
  async purpose(
    tenant: string,
    { organisationId, parent }: Pick<OpenedPlan, 'organisationId' | 'parent'>,
  ): Promise<Purpose> {
    if (parent?.tenant !== tenant) return 'record';
    const today = dayOf(this.clock.now());
    const entry = await this.organisations.get(tenant, organisationId);
    // Its own plan, in a hand that holds both.
    const own = organisationId === parent.organisationId;
    return own || (entry && superiorsOf(entry, today).includes(parent.organisationId)) ? 'approval' : 'record';
  }

  /** Who can take over from a unit that is closed, from its last day on: those above it, then those that succeeded it; null while it is open. */
  async heirs(tenant: string, organisationId: string): Promise<string[] | null> {
    const today = dayOf(this.clock.now());
    const entry = await this.organisations.get(tenant, organisationId);
    if (entry?.is !== 'organisation' || entry.closed === null || entry.closed.validTo > today) return null;
    return [...new Set([...superiorsOf(entry, today), ...entry.closed.successors])];
  }

  private organisationsOf(tenant: string) {
    return this.organisations.find(tenant, { index: 'is', value: 'organisation' });
  }

  /**
   * Tenants right below the caller's office, each with its own organisation: a bureau of a district gets the plan from
   * its district, or it would have two. Throws NotFound, RuleViolation `plan.not-directly-below`, `plan.unverified`.
   */
  async tenantsBelow({ tenant }: Caller, ids: readonly string[]): Promise<Party[]> {
    const found = await this.tenants(tenant, ids);
    const entries = ids.map((_, i) => {
      const entry = found[i];
      if (entry?.is !== 'tenant' || !entry.overseers.includes(tenant)) throw new NotFound('tenant');
      if (entry.overseers[0] !== tenant) throw new RuleViolation('plan.not-directly-below', { name: entry.name });
      return entry;
    });
    const known = await this.asVerified(tenant, entries);
    const unknown = known.find(({ verified }) => !verified);
    if (unknown) throw new RuleViolation('plan.unverified', { name: unknown.name });
    return known.map(partyOf);
  }

  /** Whoever was verified just now is so here too, once identity's events have arrived. */
  private async asVerified(tenant: string, entries: readonly TenantEntry[]): Promise<TenantEntry[]> {
    if (entries.every(({ verified }) => verified)) return [...entries];
    await soon(async () => ((await this.organisations.freshness([], [tenant])).behind === 0 ? true : null));
    const ids = entries.map(({ tenantId }) => tenantId);
    const now = await this.tenants(tenant, ids);
    return entries.map((entry, i) => (now[i]?.is === 'tenant' ? now[i] : entry));
  }

  private tenants(tenant: string, ids: readonly string[]) {
    return this.organisations.many(
      tenant,
      ids.map((id) => `tenant:${id}`),
    );
  }
}
