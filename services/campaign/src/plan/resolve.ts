import type { Item, Lineage, Overlay } from '@chuangwen/contracts';
import { revisionOf } from './evolve';
import type { OpenedPlan } from './state';

/** The parent's revision that a plan lies over; empty below a root plan. */
export type Base = Readonly<{
  items: readonly Item[];
  responsible: Readonly<Record<string, string>>;
  lineage: Lineage;
}>;
export const NO_BASE: Base = { items: [], responsible: {}, lineage: { plans: [], items: {} } };

/** One item as it stands in the plan. */
export type Entry = Readonly<{
  item: Item;
  responsible: string | null;
  mark: 'inherited' | 'changed' | 'added' | 'dropped';
  /** Why it was dropped. */
  reason: string | null;
  itemRevision: number;
}>;

/** Base and overlay together, in the order of the base; what was added stands after its siblings. */
export function entriesOf(plan: Pick<OpenedPlan, 'touched'>, base: Base): Entry[] {
  const entries = base.items.map((item): Entry => inherited(plan, item, base.responsible[item.itemId] ?? null));
  const known = new Set(base.items.map(({ itemId }) => itemId));
  const added = Object.values(plan.touched).flatMap((touched): Entry[] => {
    if (touched.kind !== 'added' || known.has(touched.item.itemId)) return [];
    const { item, responsible, itemRevision, dropped } = touched;
    return [{ item, responsible, itemRevision, mark: dropped === null ? 'added' : 'dropped', reason: dropped }];
  });
  return inOrder([...entries, ...added]);
}

function inherited(plan: Pick<OpenedPlan, 'touched'>, item: Item, responsible: string | null): Entry {
  const touched = plan.touched[item.itemId];
  const itemRevision = revisionOf(touched);
  if (touched?.kind === 'changed')
    return { item: touched.item, responsible: touched.responsible, mark: 'changed', reason: null, itemRevision };
  if (touched?.kind === 'dropped') return { item, responsible, mark: 'dropped', reason: touched.reason, itemRevision };
  return { item, responsible, mark: 'inherited', reason: null, itemRevision };
}

/** Points right below what they are points of; otherwise the order they came in. */
function inOrder(entries: readonly Entry[]): Entry[] {
  const ids = new Set(entries.map(({ item }) => item.itemId));
  const below = new Map<string | null, Entry[]>();
  for (const entry of entries) {
    const above = entry.item.above !== null && ids.has(entry.item.above) ? entry.item.above : null;
    below.set(above, [...(below.get(above) ?? []), entry]);
  }
  const walk = (above: string | null): Entry[] =>
    (below.get(above) ?? []).flatMap((entry) => [entry, ...walk(entry.item.itemId)]);
  return walk(null);
}

/** The item and all points below it. */
export function withPoints(entries: readonly Entry[], itemId: string): Entry[] {
  const inside = new Set([itemId]);
  return entries.filter(({ item }) => {
    if (item.above !== null && inside.has(item.above)) inside.add(item.itemId);
    return inside.has(item.itemId);
  });
}

/** The plan as others get it: without what was dropped, and with the plans that made each item what it is. */
export function wholeOf(plan: OpenedPlan, base: Base, tenant: string) {
  const entries = entriesOf(plan, base).filter(({ mark }) => mark !== 'dropped');
  const { planId, organisationId, revision } = plan;
  const here = base.lineage.plans.length;
  const lines = entries.flatMap(({ item, mark }): [string, number[]][] => {
    const before = mark === 'added' ? [] : (base.lineage.items[item.itemId] ?? [0]);
    const line = mark === 'inherited' ? before : [...before, here];
    return line.length === 1 && line[0] === 0 ? [] : [[item.itemId, line]];
  });
  return {
    items: entries.map(({ item }) => item),
    responsible: responsibleOf(entries),
    lineage: {
      plans: [...base.lineage.plans, { tenant, organisationId, planId, revision }],
      items: Object.fromEntries(lines),
    },
  };
}

/** What the plan holds of its own, of all items or of `only` those. */
export function overlayOf(plan: OpenedPlan, only: readonly string[] | null) {
  const overlay: Overlay = { added: [], changed: [], dropped: [] };
  const responsible: Record<string, string> = {};
  const itemRevisions: Record<string, number> = {};
  for (const [itemId, touched] of Object.entries(plan.touched)) {
    if (only && !only.includes(itemId)) continue;
    itemRevisions[itemId] = touched.itemRevision;
    if (touched.kind === 'dropped') overlay.dropped.push({ itemId, reason: touched.reason });
    if (touched.kind === 'changed') overlay.changed.push(touched.item);
    if (touched.kind === 'added' && touched.dropped === null) overlay.added.push(touched.item);
    if ((touched.kind === 'added' || touched.kind === 'changed') && touched.responsible !== null)
      responsible[itemId] = touched.responsible;
  }
  return { overlay, itemRevisions, responsible };
}

const responsibleOf = (entries: readonly Entry[]): Record<string, string> =>
  Object.fromEntries(
    entries.flatMap(({ item, responsible }) => (responsible === null ? [] : [[item.itemId, responsible] as const])),
  );
