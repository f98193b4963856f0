import type { Party } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  InjectView,
  organisationsView,
  parentOn,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
  type ViewReader,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import type { OpenedPlan, Purpose } from '../plan/state';
import { findAll } from '../queries/read';

type Entry = TenantEntry | OrganisationEntry;

const keyOf = (entry: Entry) => (entry.is === 'tenant' ? `tenant:${entry.tenantId}` : entry.organisationId);

const isOpen = ({ closed }: OrganisationEntry, today: string): boolean => closed === null || closed.validTo >= today;

const superiorsOf = (entry: Entry, today: string): string[] =>
  entry.is === 'organisation'
    ? (['line', 'district'] as const).flatMap((tree) => parentOn(entry, tree, today) ?? [])
    : [];

const isBelow = (entry: Entry, organisationId: string, today: string): boolean =>
  entry.is === 'organisation' && isOpen(entry, today) && superiorsOf(entry, today).includes(organisationId);

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

  /** Ids of all tenants right below the tenant's office. */
  async allTenantsBelow(tenant: string): Promise<string[]> {
    const entries = await findAll(this.organisations, tenant, keyOf, { index: 'is', value: 'tenant' });
    return entries.flatMap((entry) => (entry.is === 'tenant' && entry.overseers[0] === tenant ? [entry.tenantId] : []));
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
    return findAll(this.organisations, tenant, keyOf, { index: 'is', value: 'organisation' });
  }

  /**
   * Tenants right below the caller's office, each with its own organisation: a bureau of a district gets the plan from
   * its district, or it would have two. Throws NotFound, RuleViolation `plan.not-directly-below`.
   */
  async tenantsBelow(caller: Caller, ids: readonly string[]): Promise<Party[]> {
    const entries = await this.organisations.many(
      caller.tenant,
      ids.map((id) => `tenant:${id}`),
    );
    return ids.map((id, i) => {
      const entry = entries[i];
      if (entry?.is !== 'tenant' || !entry.overseers.includes(caller.tenant)) throw new NotFound('tenant');
      if (entry.overseers[0] !== caller.tenant)
        throw new RuleViolation('plan.not-directly-below', { name: entry.name });
      return { tenant: id, organisationId: entry.organisationId };
    });
  }
}
