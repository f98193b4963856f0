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
  type Holding,
  type OrganisationEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { nameKey } from '../address-book/words';
import { tenantNameOn } from '../queries/read';
import { currentName } from './current-name';
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
    return this.claimed(office, coming, register, () => this.calledSo(office, nameKey(coming.name)));
  }

  /** The same where the names that are there have been looked at before: only what comes at the same time is looked for. */
  asFirst<T>(office: Caller, coming: Coming, register: () => Promise<T>): Promise<T> {
    return this.claimed(office, coming, register, () => Promise.resolve([]));
  }

  private async claimed<T>(
    { tenant }: Caller,
    { tenantId, name, again }: Coming,
    register: () => Promise<T>,
    older: () => Promise<Holding[]>,
  ): Promise<T> {
    if ((await this.streams.load(tenantAggregate, tenantStream(tenantId))).version > 0) return register();
    const key = nameKey(name);
    const fate = async (id: string) => {
      const known = await currentName(this.streams, id, dayOf(this.clock.now()));
      if (known === null) return 'coming';
      return nameKey(known) === key ? new RuleViolation('tenant.there-already', { name: known }) : 'gone';
    };
    const claim = { tenant, kind: 'agency-name', key, by: tenantId };
    return this.claims.holding(claim, again ? null : { fate, older }, register);
  }

  /** Those right below the office, as the view has them. */
  private async calledSo(office: Caller, key: string): Promise<Holding[]> {
    const found = await this.organisations.find(office.tenant, { index: 'is', value: 'tenant' });
    const below = found
      .filter((entry) => entry.is === 'tenant')
      .filter((entry) => entry.overseers[0] === office.tenant);
    const scope = overseerScope(
      office,
      below.map((entry) => entry.tenantId),
    );
    const own = below.map((entry) => ({ tenant: entry.tenantId, id: entry.organisationId }));
    const roots = await this.organisations.manyAcross(scope, own);
    const today = dayOf(this.clock.now());
    return below
      .filter((entry, i) => nameKey(tenantNameOn(entry, roots[i] ?? null, today)) === key)
      .map(({ tenantId, recordedOn }) => ({ by: tenantId, at: recordedOn }));
  }
}
