import type { Known, Place, Tree } from './known';
import { dayAfter, lastBy } from './dated';

const trees: readonly Tree[] = ['line', 'district'];

/** The organisation above on a tree and day; null at the root, and where it does not hang on that tree. */
const parentOf = ({ places }: Pick<Known, 'places'>, tree: Tree, on: string): string | null =>
  lastBy(
    places.filter((place) => place.tree === tree),
    on,
  )?.parent ?? null;

/**
 * The first day from which the organisation would stand above itself, were it placed so; null when never. Days after the
 * move count too: what stands below it today may be moved above it by what is already on record for later.
 */
export function cycleOn(all: readonly Known[], organisationId: string, place: Place): string | null {
  const after = new Map(all.map((known) => [known.organisationId, known.places]));
  after.set(organisationId, [...(after.get(organisationId) ?? []), place]);
  const changes = [...after.values()]
    .flat()
    .filter(({ tree, validFrom }) => tree === place.tree && validFrom > place.validFrom);
  const days = [...new Set([place.validFrom, ...changes.map(({ validFrom }) => validFrom)])].sort();
  return days.find((day) => standsAboveItself(after, organisationId, place.tree, day)) ?? null;
}

function standsAboveItself(
  places: ReadonlyMap<string, readonly Place[]>,
  id: string,
  tree: Tree,
  day: string,
): boolean {
  const passed = new Set<string>();
  for (let at: string | null = id; at !== null && !passed.has(at);) {
    passed.add(at);
    at = parentOf({ places: places.get(at) ?? [] }, tree, day);
    if (at === id) return true;
  }
  return false;
}

/** What still hangs on it, on either tree, after its last day. */
export function childrenAfter(all: readonly Known[], parent: string, lastDay: string): Known[] {
  const next = dayAfter(lastDay);
  return all.filter((child) => {
    if (child.organisationId === parent || (child.status === 'closed' && child.validTo <= lastDay)) return false;
    const later = child.places.some((place) => place.parent === parent && place.validFrom > lastDay);
    return later || trees.some((tree) => parentOf(child, tree, next) === parent);
  });
}
