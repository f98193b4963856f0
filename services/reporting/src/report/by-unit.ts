import { add, named, none, type ByLeaf } from './block';
import { FIGURES, sumsAt, type Sums } from './figures';
import type { Frame } from './frame';
import { figures, type Report, type Row } from './report';

/** What is asked of a report by unit. */
export type Part = Readonly<{
  /** The unit at the top; null: all. */
  under: string | null;
  /** How many levels of it; null: all. */
  levels: number | null;
}>;

/** `whole`: all that a tenant has, together; `detail`: by unit. */
export type TenantFigures = Readonly<{ tenant: string; root: string | undefined }> &
  (Readonly<{ whole: readonly number[] }> | Readonly<{ detail: ByLeaf }>);

/**
 * Of which tenants the figures are needed by unit, and of which together: together where all its units hang below its own
 * organisation and none of them is shown. `null`: the tenant has nothing to do with what is shown.
 */
export function needOf(
  frame: Frame,
  { under, levels }: Part,
  rootOf: ReadonlyMap<string, string>,
): (tenant: string) => 'whole' | 'detail' | null {
  const depths = depthsOf(frame, under);
  return (tenant) => {
    const root = frame.numberOf.get(rootOf.get(tenant) ?? '');
    if (root === undefined || frame.scattered.has(tenant)) return 'detail';
    const depth = depths[root]!;
    if (depth >= 0) return levels !== null && depth >= levels - 1 ? 'whole' : 'detail';
    // Above what is shown: some of its units may be it.
    return under !== null && isBelow(frame, under, root) ? 'detail' : null;
  };
}

/** By unit: how far below the top of what is shown; −1: not below it. */
function depthsOf({ ids, downward, above, numberOf }: Frame, under: string | null): Int32Array {
  const depths = new Int32Array(ids.length).fill(-1);
  const start = under === null ? undefined : (numberOf.get(under) ?? -1);
  for (const number of downward) {
    const over = above[number]!;
    if (start === undefined ? over === -1 : number === start) depths[number] = 0;
    else if (over !== -1 && depths[over]! >= 0) depths[number] = depths[over]! + 1;
  }
  return depths;
}

function isBelow({ above, numberOf }: Frame, id: string, root: number): boolean {
  for (let at = numberOf.get(id) ?? -1; at !== -1; at = above[at]!) if (at === root) return true;
  return false;
}

/**
 * Every unit with what it and all below it have; one that has nothing is left out, unless it is a tenant's own organisation.
 * A unit that the tree does not know hangs under its tenant's organisation.
 */
export function reportByUnit(frame: Frame, tenants: readonly TenantFigures[], part: Part): Report {
  const width = FIGURES.length;
  const sums = new Float64Array(frame.ids.length * width);
  const shown = new Uint8Array(frame.ids.length);
  const strangers = new Map<number | null, { id: string; sums: Sums }[]>();
  const totals = none();
  const addAt = (number: number, values: readonly number[]) => {
    for (let i = 0; i < width; i += 1) sums[number * width + i]! += values[i]!;
    if (values[TASKS]! !== 0 || values[UNDATED]! !== 0) shown[number] = 1;
  };
  for (const one of tenants) {
    const root = frame.numberOf.get(one.root ?? '') ?? null;
    if (root !== null) shown[root] = 1;
    const leaves: ByLeaf = 'whole' in one ? new Map([[one.root ?? null, one.whole]]) : one.detail;
    for (const [leaf, values] of leaves) {
      if (leaf === null) continue;
      add(totals, values);
      const number = frame.numberOf.get(leaf);
      if (number !== undefined) addAt(number, values);
      else {
        if (root !== null) addAt(root, values);
        if (values[TASKS]! !== 0 || values[UNDATED]! !== 0)
          strangers.set(root, [...(strangers.get(root) ?? []), { id: leaf, sums: named(values) }]);
      }
    }
  }
  for (let at = frame.downward.length - 1; at >= 0; at -= 1) {
    const number = frame.downward[at]!;
    const over = frame.above[number]!;
    if (over === -1) continue;
    for (let i = 0; i < width; i += 1) sums[over * width + i]! += sums[number * width + i]!;
    if (shown[number]) shown[over] = 1;
  }
  return rowsOf(frame, part, { sums, shown, strangers }, totals);
}

const TASKS = FIGURES.indexOf('tasks');
const UNDATED = FIGURES.indexOf('undated');

type Summed = Readonly<{
  sums: Float64Array;
  shown: Uint8Array;
  /** By the number of the tenant's organisation: units that the tree does not know. */
  strangers: ReadonlyMap<number | null, readonly { id: string; sums: Sums }[]>;
}>;

function rowsOf(frame: Frame, { under, levels }: Part, summed: Summed, all: readonly number[]): Report {
  const { ids, names, above, below, tops, numberOf } = frame;
  const { sums, shown, strangers } = summed;
  const rows: Row[] = [];
  const at = (number: number) => sumsAt(sums, number * FIGURES.length);
  const add = (number: number, depth: number) => {
    if (!shown[number]) return;
    const over = above[number]!;
    const more = levels !== null && depth === levels - 1 && (below[number]!.length > 0 || strangers.has(number));
    rows.push({
      key: ids[number]!,
      number: null,
      name: names[number]!,
      above: over === -1 ? null : ids[over]!,
      depth,
      more,
      figures: figures(at(number)),
    });
    if (levels !== null && depth === levels - 1) return;
    for (const one of below[number]!) add(one, depth + 1);
    for (const { id, sums: own } of inOrder(strangers.get(number)))
      rows.push(strange(id, ids[number]!, depth + 1, own));
  };
  const start = under === null ? undefined : numberOf.get(under);
  if (under !== null) {
    if (start === undefined) return { rows, totals: figures(named(none())) };
    add(start, 0);
    return { rows, totals: figures(at(start)) };
  }
  for (const top of tops) add(top, 0);
  for (const { id, sums: own } of inOrder(strangers.get(null))) rows.push(strange(id, null, 0, own));
  return { rows, totals: figures(named(all)) };
}

const strange = (id: string, above: string | null, depth: number, sums: Sums): Row => ({
  key: id,
  number: null,
  name: null,
  above,
  depth,
  more: false,
  figures: figures(sums),
});

/** Names that nobody knows come last, as all that is sorted by name. */
const inOrder = (units: readonly { id: string; sums: Sums }[] = []) =>
  [...units].sort((a, b) => (a.id < b.id ? -1 : 1));
