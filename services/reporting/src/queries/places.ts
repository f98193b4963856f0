import {
  InjectView,
  Lru,
  narrowed,
  organisationsView,
  overseerScope,
  permit,
  type Caller,
  type OrganisationEntry,
  type OverseerScope,
  type TenantEntry,
  type ViewReader,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { frameOf, type Frame } from '../report/frame';
import { unitsOn, type TreeView } from '../report/tree';

type Entry = TenantEntry | OrganisationEntry;

/** Whose figures a report is made of, on a recorded day. */
export type Scope = Readonly<{
  scope: OverseerScope;
  /** The office itself and the tenants it oversees, as the view knows them. */
  tenants: readonly TenantEntry[];
  /** By tenant: its own organisation. */
  rootOf: ReadonlyMap<string, string>;
}>;

/** The units of a scope, as they were read. */
type Directory = Readonly<{
  /** Says that it is this one. */
  state: string;
  entries: readonly OrganisationEntry[];
  owners: ReadonlyMap<string, readonly string[]>;
  /** Every day on which something was recorded, or holds from; in order. */
  recorded: readonly string[];
  valid: readonly string[];
}>;

/**
 * Where units stand: read once, and again where it changed. A tree is the same from one recorded or valid day to the next, so
 * it is made once for all days between.
 */
@Injectable()
export class Places {
  /** A tenant's part, by tenant. */
  private readonly parts = new Lru<{ stamp: string; entries: readonly Entry[] }>(20_000);
  private readonly directories = new Lru<Directory>(4);
  private readonly frames = new Lru<Frame>(12);

  constructor(@InjectView(organisationsView) readonly view: ViewReader<Entry>) {}

  async scopeOf(caller: Caller, asOf: string): Promise<Scope> {
    const acting = permit(caller, 'report.read');
    const { tenant } = acting;
    const [own] = await this.partsOf(overseerScope(acting, []));
    const known = (own ?? []).filter((entry) => entry.is === 'tenant').filter(({ recordedOn }) => recordedOn <= asOf);
    const overseen = known.filter(({ overseers }) => overseers.includes(tenant)).map(({ tenantId }) => tenantId);
    const scope = overseerScope(acting, overseen);
    const inScope = new Set(scope.tenants);
    const tenants = known.filter(({ tenantId }) => inScope.has(tenantId));
    const rootOf = new Map(tenants.map(({ tenantId, organisationId }) => [tenantId, organisationId]));
    const root = caller.principal?.root;
    if (root !== undefined) rootOf.set(tenant, root);
    return { scope, tenants, rootOf };
  }

  /** The caller's own tenant alone. */
  ownOf(caller: Caller, { tenants, rootOf }: Scope): Scope {
    const { tenant } = caller;
    const own = overseerScope(permit(caller, 'report.read'), []);
    const root = rootOf.get(tenant);
    return {
      scope: own,
      tenants: tenants.filter(({ tenantId }) => tenantId === tenant),
      rootOf: new Map(root === undefined ? [] : [[tenant, root]]),
    };
  }

  /** A tenant that the caller oversees with those it oversees itself; null: the caller does not oversee it. */
  under(caller: Caller, { scope, tenants, rootOf }: Scope, owner: string): Scope | null {
    if (owner === caller.tenant || !scope.tenants.includes(owner)) return null;
    const part = tenants.filter(({ tenantId, overseers }) => tenantId === owner || overseers.includes(owner));
    const ids = new Set(part.map(({ tenantId }) => tenantId));
    return {
      scope: narrowed(scope, (tenant) => ids.has(tenant)),
      tenants: part,
      rootOf: new Map([...rootOf].filter(([tenant]) => ids.has(tenant))),
    };
  }

  /** The tree as it stood on a day, by what was recorded by `asOf`. */
  async frameOf({ tenant }: Caller, { scope, tenants, rootOf }: Scope, view: TreeView): Promise<Frame> {
    const directory = await this.directoryOf(scope);
    const on = lastUpTo(directory.valid, view.on);
    const asOf = lastUpTo(directory.recorded, view.asOf);
    const key = [directory.state, tenant, [...rootOf].join(), view.tree, on, asOf].join('\0');
    const known = this.frames.get(key);
    if (known) return known;
    const root = rootOf.get(tenant) ?? tenant;
    const units = unitsOn({ tenant, root, tenants, organisations: directory.entries }, view);
    const frame = frameOf(units, directory.owners, rootOf);
    this.frames.set(key, frame);
    return frame;
  }

  private async directoryOf(scope: OverseerScope): Promise<Directory> {
    const stamps = await this.view.stampsAcross(scope);
    const state = scope.tenants.map((tenant, i) => `${tenant}=${stamps[i]}`).join();
    const known = this.directories.get(state);
    if (known) return known;
    const parts = await this.partsOf(scope);
    const entries: OrganisationEntry[] = [];
    const owners = new Map<string, string[]>();
    const [recorded, valid] = [new Set<string>(), new Set<string>()];
    for (const [i, tenant] of scope.tenants.entries())
      for (const entry of parts[i]!) {
        if (entry.is !== 'organisation') continue;
        entries.push(entry);
        owners.set(entry.organisationId, [...(owners.get(entry.organisationId) ?? []), tenant]);
        for (const { recordedOn, validFrom } of [...entry.names, ...entry.places]) {
          recorded.add(recordedOn);
          valid.add(validFrom);
        }
      }
    const directory = { state, entries, owners, recorded: [...recorded].sort(), valid: [...valid].sort() };
    this.directories.set(state, directory);
    return directory;
  }

  /** What each tenant of the scope has of the view, in its order. */
  private async partsOf(scope: OverseerScope): Promise<(readonly Entry[])[]> {
    const stamps = await this.view.stampsAcross(scope);
    const parts: (readonly Entry[])[] = [];
    for (const [i, tenant] of scope.tenants.entries()) {
      const known = this.parts.get(tenant);
      if (known && known.stamp === stamps[i]) {
        parts.push(known.entries);
        continue;
      }
      const entries = (await this.view.findAcross(scope, {}, [tenant])).map(({ document }) => document);
      this.parts.set(tenant, { stamp: stamps[i]!, entries });
      parts.push(entries);
    }
    return parts;
  }
}

/** '' where there is none: then what comes first holds, as it does on any day before it. */
const lastUpTo = (days: readonly string[], day: string): string => days.findLast((one) => one <= day) ?? '';
