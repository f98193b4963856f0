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
      const open = entry?.is === 'organisation' && (entry.closed === null || entry.closed.validTo >= today);
      const below =
        open && (['line', 'district'] as const).some((tree) => parentOn(entry, tree, today) === organisationId);
      if (!below) throw new NotFound('organisation');
      return { tenant, organisationId: id };
    });
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
