import { RuleViolation } from '@chuangwen/kernel';
import {
  Claims,
  Clock,
  dayOf,
  InjectView,
  organisationsView,
  overseerScope,
  Streams,
  ViewReader,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { nameKey } from '../address-book/words';
import { lastBy } from '../organisation/dated';
import { organisationAggregate, organisationStream } from '../organisation/organisation';
import { tenantNameOn } from '../queries/read';
import { tenantAggregate, tenantStream } from './tenant';

/** `again`: it is meant, whoever is called the same. */
type Coming = Readonly<{ tenantId: string; name: string; again?: true | undefined }>;

/** What the agencies and offices right below an office are called: none like another, whatever width and blanks. */
@Injectable()
export class AgencyNames {
  constructor(
    @InjectView(organisationsView) private readonly organisations: ViewReader<TenantEntry | OrganisationEntry>,
    private readonly streams: Streams,
    private readonly claims: Claims,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `register`. Throws RuleViolation `tenant.there-already` where another is called so today. What is registered already
   * comes by the same command again, and is not asked who else is called so since.
   */
  asNew<T>(office: Caller, coming: Coming, register: () => Promise<T>): Promise<T> {
    return this.asFirst(office, coming, async () => {
      if (!coming.again) await this.mustBeNew(office, coming.name, coming.tenantId);
      return register();
    });
  }

  /** The same where the names that are there have been looked at before: only what comes at the same time is looked for. */
  async asFirst<T>({ tenant }: Caller, { tenantId, name, again }: Coming, register: () => Promise<T>): Promise<T> {
    if ((await this.streams.load(tenantAggregate, tenantStream(tenantId))).version > 0) return register();
    const key = nameKey(name);
    const standing = async (id: string) => {
      const known = await this.nameOf(id);
      if (known === null) return 'coming';
      return nameKey(known) === key ? new RuleViolation('tenant.there-already', { name: known }) : 'gone';
    };
    return this.claims.holding({ tenant, kind: 'agency-name', key, by: tenantId }, again ? null : standing, register);
  }

  /** As its streams tell today; null until it is registered. */
  private async nameOf(tenantId: string): Promise<string | null> {
    const { state } = await this.streams.load(tenantAggregate, tenantStream(tenantId));
    if (state.status === 'unknown') return null;
    const at = organisationStream(tenantId, state.organisationId);
    const { state: root } = await this.streams.load(organisationAggregate, at);
    const today = dayOf(this.clock.now());
    return (root.status === 'unknown' ? null : lastBy(root.names, today)?.name) ?? state.name;
  }

  private async mustBeNew(office: Caller, name: string, tenantId: string): Promise<void> {
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
