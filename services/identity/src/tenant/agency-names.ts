import { RuleViolation } from '@chuangwen/kernel';
import {
  Clock,
  dayOf,
  InjectView,
  organisationsView,
  overseerScope,
  ViewReader,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { nameKey } from '../address-book/words';
import { tenantNameOn } from '../queries/read';

/** What the agencies and offices right below an office are called. */
@Injectable()
export class AgencyNames {
  constructor(
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
    private readonly clock: Clock,
  ) {}

  /** Throws RuleViolation `tenant.there-already` where another than `tenantId` is called so today, whatever width and blanks. */
  async mustBeNew(office: Caller, name: string, tenantId: string): Promise<void> {
    const key = nameKey(name);
    const found = await this.organisations.find(office.tenant, { index: 'is', value: 'tenant' });
    const below = found
      .filter((entry) => entry.is === 'tenant')
      .filter((entry) => entry.overseers[0] === office.tenant && entry.tenantId !== tenantId);
    const scope = overseerScope(
      office,
      below.map((entry) => entry.tenantId),
    );
    const own = below.map((entry) => ({ tenant: entry.tenantId, id: entry.organisationId }));
    const roots = await this.organisations.manyAcross(scope, own);
    const today = dayOf(this.clock.now());
    const names = below.map((entry, i) => tenantNameOn(entry, roots[i] ?? null, today));
    const same = names.find((one) => nameKey(one) === key);
    if (same !== undefined) throw new RuleViolation('tenant.there-already', { name: same });
  }
}
