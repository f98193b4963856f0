import { inOrder, type Label } from '../projections/labels';
import { add, named, none, type ByLeaf } from './block';
import { ratio, type Sums } from './figures';
import { NONE } from './keys';

export type Figures = Sums & Readonly<{ completeness: number | null; timeliness: number | null }>;

export type Row = Readonly<{
  /** Id of the unit, phase or measure; `-`: none. */
  key: string;
  number: string | null;
  name: string | null;
  /** The row that this one is summed into as well. */
  above: string | null;
  depth: number;
  /** Units stand below it that are not shown. */
  more: boolean;
  figures: Figures;
}>;

export type Report = Readonly<{ rows: readonly Row[]; totals: Figures }>;

export const figures = (sums: Sums): Figures => ({
  ...sums,
  completeness: ratio(sums.accepted, sums.tasks),
  timeliness: ratio(sums.onTime, sums.due),
});

/** By phase or measure, in the order of the documents; what has none comes last. */
export function reportByLabel(all: readonly ByLeaf[], labels: readonly Label[]): Report {
  const sums = new Map<string | null, number[]>();
  const totals = none();
  for (const byLeaf of all)
    for (const [leaf, values] of byLeaf) {
      const sum = sums.get(leaf) ?? none();
      add(sum, values);
      add(totals, values);
      sums.set(leaf, sum);
    }
  const known = new Map(inOrder(labels).map((label) => [label.id, label]));
  const unnamed = [...sums.keys()].filter((id) => id !== null && !known.has(id)).sort();
  const order = [...known.keys(), ...unnamed, null].filter((id) => !isNothing(sums.get(id)));
  const rows = order.map((id): Row => {
    const { number = null, name = null } = known.get(id ?? '') ?? {};
    const own = figures(named(sums.get(id)!));
    return { key: id ?? NONE, number, name, above: null, depth: 0, more: false, figures: own };
  });
  return { rows, totals: figures(named(totals)) };
}

const isNothing = (sums: readonly number[] = none()): boolean => {
  const { tasks, undated } = named(sums);
  return tasks === 0 && undated === 0;
};
