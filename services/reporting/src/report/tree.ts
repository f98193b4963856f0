import { factOn, type OrganisationEntry, type TenantEntry } from '@chuangwen/platform';

export type Tree = 'line' | 'district';

export type Unit = Readonly<{ id: string; name: string | null; /** null: at the top. */ above: string | null }>;

export type Directory = Readonly<{
  /** The caller's own tenant and its organisation. */
  tenant: string;
  root: string;
  tenants: readonly TenantEntry[];
  organisations: readonly OrganisationEntry[];
}>;

export type TreeView = Readonly<{ tree: Tree; /** The day the tree is valid on. */ on: string; asOf: string }>;

/**
 * The units as the tree stood on a day, by what was recorded by `asOf`. On the district tree, what has no place of its own
 * there goes with its line. What hangs nowhere hangs under its tenant's organisation, and that under the nearest office.
 */
export function unitsOn(directory: Directory, view: TreeView): Map<string, Unit> {
  const entries = merged(directory.organisations, view.asOf);
  const roots = rootsOf(directory, view.asOf);
  const units = new Map<string, Unit>();
  for (const entry of entries.values()) {
    const id = entry.organisationId;
    const placed = placeOn(entry, view);
    const above = placed !== null && entries.has(placed) ? placed : (roots.get(id)?.above ?? null);
    units.set(id, { id, name: nameOn(entry, view), above: above === id ? null : above });
  }
  for (const [id, { name, above }] of roots) if (!units.has(id)) units.set(id, { id, name, above });
  return withoutRings(units);
}

/** The organisation of each tenant, and the office's above it. */
function rootsOf(
  { tenant, root, tenants }: Directory,
  asOf: string,
): Map<string, { name: string | null; above: string | null }> {
  const known = tenants.filter(({ recordedOn }) => recordedOn <= asOf);
  const rootOf = new Map([[tenant, root], ...known.map((entry) => [entry.tenantId, entry.organisationId] as const)]);
  const roots = new Map<string, { name: string | null; above: string | null }>([[root, { name: null, above: null }]]);
  for (const { tenantId, organisationId, name, overseers } of known) {
    const nearest = overseers.map((office) => rootOf.get(office)).find((office) => office !== undefined);
    roots.set(organisationId, { name, above: tenantId === tenant ? null : (nearest ?? null) });
  }
  return roots;
}

/** One entry per organisation, also where two tenants know it; only what was recorded by `asOf`. */
function merged(entries: readonly OrganisationEntry[], asOf: string): Map<string, OrganisationEntry> {
  const all = new Map<string, OrganisationEntry>();
  for (const entry of entries) {
    const names = entry.names.filter(({ recordedOn }) => recordedOn <= asOf);
    if (names.length === 0) continue;
    const places = entry.places.filter(({ recordedOn }) => recordedOn <= asOf);
    const other = all.get(entry.organisationId);
    const both = other
      ? { names: [...other.names, ...names], places: [...other.places, ...places] }
      : { names, places };
    all.set(entry.organisationId, { ...entry, ...both });
  }
  return all;
}

/** The fact of that day; before the first one, the first. */
const nameOn = ({ names }: OrganisationEntry, { on }: TreeView): string | null =>
  (factOn(names, on) ?? names[0])?.name ?? null;

function placeOn({ places }: OrganisationEntry, { tree, on }: TreeView): string | null {
  const place = (wanted: Tree) => {
    const there = places.filter((one) => one.tree === wanted && one.parent !== null);
    return (factOn(there, on) ?? there[0])?.parent ?? null;
  };
  return tree === 'line' ? place('line') : (place('district') ?? place('line'));
}

/** A ring (A under B under A: two moves that crossed) is cut above its smallest id, so that everything is counted once. */
function withoutRings(units: Map<string, Unit>): Map<string, Unit> {
  for (const start of [...units.keys()].sort()) {
    const passed = new Set([start]);
    for (let at = units.get(start)!.above; at !== null && !passed.has(at); at = units.get(at)?.above ?? null) {
      passed.add(at);
      if (units.get(at)?.above === start) units.set(start, { ...units.get(start)!, above: null });
    }
  }
  return units;
}

/** The unit itself, and all above it; a unit nobody knows hangs under its tenant's organisation. */
export function chainOf(units: ReadonlyMap<string, Unit>, unit: string, tenantRoot: string | undefined): string[] {
  const chain = [unit];
  const above = units.has(unit) ? units.get(unit)!.above : (tenantRoot ?? null);
  for (let at = above; at !== null && units.has(at); at = units.get(at)!.above) chain.push(at);
  return chain;
}
