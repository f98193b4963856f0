import { NotFound, RuleViolation } from '@chuangwen/kernel';
import {
  InjectView,
  isOpenOn,
  nameOn,
  organisationsView,
  overseerScope,
  parentOn,
  ViewReader,
  type Caller,
  type OrganisationEntry,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';

type Entry = TenantEntry | OrganisationEntry;
export type Place = Readonly<{ tenantId: string; organisationId: string }>;
export type WhoOwes = Readonly<{
  all?: boolean | undefined;
  tenants?: readonly string[] | undefined;
  organisations?: readonly string[] | undefined;
  below?: string | undefined;
}>;

/** Who can be asked, and what they are called: agencies right below, and own units. */
@Injectable()
export class Owing {
  constructor(@InjectView(organisationsView) private readonly view: ViewReader<Entry>) {}

  /** Each once, in order of names as they are called now, which stays the order of the request. `on`: the day whose tree is meant. Throws NotFound for whoever is not the caller's to ask, RuleViolation `request.unverified`. */
  async of(caller: Caller, who: WhoOwes, on: string): Promise<Place[]> {
    const below = (await this.tenants(caller)).filter(({ overseers }) => overseers[0] === caller.tenant);
    // Nothing is asked of who has not been verified to be who they say.
    const verified = below.filter((entry) => entry.verified);
    const known = new Map(below.map((entry) => [entry.tenantId, entry]));
    const tenants = who.all ? verified : (who.tenants ?? []).map((tenant) => known.get(tenant) ?? missing('tenant'));
    const unknown = tenants.find((entry) => !entry.verified);
    if (unknown) throw new RuleViolation('request.unverified', { name: unknown.name });
    const units = await this.units(caller, who, on);
    const named = [...new Map([...tenants, ...units].map((place) => [place.organisationId, place])).values()];
    return named.sort(byName).map(({ tenantId, organisationId }) => ({ tenantId, organisationId }));
  }

  /** By organisation, as they were called on a day as far as it was recorded by then; where a name is not known, it is missing. */
  async names(caller: Caller, places: readonly Place[], on: string): Promise<Map<string, string>> {
    const ids = [...new Set(places.map(({ tenantId }) => `tenant:${tenantId}`))];
    const tenants = (await this.view.many(caller.tenant, ids)).filter((entry) => entry?.is === 'tenant');
    const scope = overseerScope(
      caller,
      tenants.map(({ tenantId }) => tenantId),
    );
    const found = await this.view.manyAcross(
      scope,
      places.map(({ tenantId, organisationId }) => ({ tenant: tenantId, id: organisationId })),
    );
    const registered = new Map(tenants.map(({ organisationId, name }) => [organisationId, name]));
    return new Map(
      places.map(({ organisationId }, i) => {
        const entry = found[i];
        return [
          organisationId,
          entry?.is === 'organisation' ? nameOn(entry, on, on) : (registered.get(organisationId) ?? ''),
        ];
      }),
    );
  }

  /** The tenant itself and the offices above, whose requests it may wait for. */
  async askersOf({ tenant }: Caller): Promise<string[]> {
    const own = await this.view.get(tenant, `tenant:${tenant}`);
    return [tenant, ...(own?.is === 'tenant' ? own.overseers : [])];
  }

  private async tenants({ tenant }: Caller): Promise<TenantEntry[]> {
    const entries = await this.view.find(tenant, { index: 'is', value: 'tenant' });
    return entries.filter((entry) => entry.is === 'tenant');
  }

  private async units({ tenant }: Caller, { organisations = [], below }: WhoOwes, on: string) {
    if (organisations.length === 0 && below === undefined) return [];
    const entries = await this.view.find(tenant, { index: 'is', value: 'organisation' });
    const open = entries
      .filter((entry) => entry.is === 'organisation')
      .filter((entry) => entry.kind !== 'root' && isOpenOn(entry, on));
    const known = new Map(open.map((entry) => [entry.organisationId, entry]));
    const named = organisations.map((id) => known.get(id) ?? missing('organisation'));
    if (below !== undefined && !entries.some((entry) => entry.is === 'organisation' && entry.organisationId === below))
      missing('organisation');
    const under = below === undefined ? [] : open.filter((entry) => hangsBelow(entry, below, known, on));
    return [...named, ...under].map((entry) => ({
      tenantId: tenant,
      organisationId: entry.organisationId,
      name: nameOn(entry, on),
    }));
  }
}

/** Who is called the same stands in the order of ids. */
const byName = (a: Named, b: Named): number =>
  a.name === b.name ? (a.organisationId < b.organisationId ? -1 : 1) : a.name < b.name ? -1 : 1;
type Named = Readonly<{ name: string; organisationId: string }>;

function missing(what: string): never {
  throw new NotFound(what);
}

function hangsBelow(
  entry: OrganisationEntry,
  top: string,
  known: ReadonlyMap<string, OrganisationEntry>,
  on: string,
): boolean {
  const passed = new Set<string>();
  for (let at: OrganisationEntry | undefined = entry; at && !passed.has(at.organisationId);) {
    passed.add(at.organisationId);
    const above: string | null = parentOn(at, 'line', on) ?? parentOn(at, 'district', on);
    if (above === top) return true;
    at = above === null ? undefined : known.get(above);
  }
  return false;
}
