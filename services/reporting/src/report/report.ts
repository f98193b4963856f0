import type { CounterRow } from '@chuangwen/ports';
import { inOrder, type Label } from '../projections/labels';
import { figuresOf, NOTHING, plus, ratio, type Dates, type Sums } from './figures';
import { NONE, parseKey } from './keys';
import { chainOf, type Unit } from './tree';

export type Figures = Sums & Readonly<{ completeness: number | null; timeliness: number | null }>;

export type Row = Readonly<{
  /** Id of the unit, phase or measure; `-`: none. */
  key: string;
  number: string | null;
  name: string | null;
  /** The row that this one is summed into as well. */
  above: string | null;
  depth: number;
  figures: Figures;
}>;

export type Report = Readonly<{ rows: readonly Row[]; totals: Figures }>;

/** Counters as far as a day: sums by key, for the tenants asked about. */
export type Counters = readonly CounterRow[];

const figures = (sums: Sums): Figures => ({
  ...sums,
  completeness: ratio(sums.accepted, sums.tasks),
  timeliness: ratio(sums.onTime, sums.due),
});

const sumsOf = ({ key, values }: CounterRow, dates: Dates): Sums => figuresOf(parseKey(key).due, values, dates);

const isNothing = (sums: Sums): boolean => sums.tasks === 0 && sums.undated === 0;

const totalsOf = (counters: Counters, dates: Dates): Figures =>
  figures(counters.reduce((sum, counter) => plus(sum, sumsOf(counter, dates)), NOTHING));

/** Every unit with what it and all below it have; one that has nothing is left out, unless it is a tenant's own organisation. */
export function reportByUnit(
  counters: Counters,
  dates: Dates,
  units: ReadonlyMap<string, Unit>,
  rootOf: ReadonlyMap<string, string>,
): Report {
  const known = new Map(units);
  const sums = new Map<string, Sums>();
  for (const counter of counters) {
    const { leaf } = parseKey(counter.key);
    if (leaf === null) continue;
    const own = sumsOf(counter, dates);
    const chain = chainOf(units, leaf, rootOf.get(counter.tenant));
    if (!known.has(leaf)) known.set(leaf, { id: leaf, name: null, above: chain[1] ?? null });
    for (const unit of chain) sums.set(unit, plus(sums.get(unit) ?? NOTHING, own));
  }
  const shown = new Set([...rootOf.values(), ...[...sums].filter(([, sum]) => !isNothing(sum)).map(([unit]) => unit)]);
  for (const unit of [...shown]) for (const id of chainOf(known, unit, undefined)) shown.add(id);
  const below = Map.groupBy(
    [...known.values()].filter(({ id }) => shown.has(id)),
    ({ above }) => above,
  );
  const rows: Row[] = [];
  const add = (above: string | null, depth: number) => {
    for (const { id, name } of [...(below.get(above) ?? [])].sort(byName)) {
      rows.push({ key: id, number: null, name, above, depth, figures: figures(sums.get(id) ?? NOTHING) });
      add(id, depth + 1);
    }
  };
  add(null, 0);
  return { rows, totals: totalsOf(counters, dates) };
}

const byName = (a: Unit, b: Unit): number => {
  const [left, right] = [`${a.name ?? '\uffff'}\0${a.id}`, `${b.name ?? '\uffff'}\0${b.id}`];
  return left < right ? -1 : 1;
};

/** By phase or measure, in the order of the documents; what has none comes last. */
export function reportByLabel(counters: Counters, dates: Dates, labels: readonly Label[]): Report {
  const sums = new Map<string | null, Sums>();
  for (const counter of counters) {
    const { leaf } = parseKey(counter.key);
    sums.set(leaf, plus(sums.get(leaf) ?? NOTHING, sumsOf(counter, dates)));
  }
  const named = new Map(inOrder(labels).map((label) => [label.id, label]));
  const unnamed = [...sums.keys()].filter((id) => id !== null && !named.has(id)).sort();
  const order = [...named.keys(), ...unnamed, null].filter((id) => !isNothing(sums.get(id) ?? NOTHING));
  const rows = order.map((id): Row => {
    const { number = null, name = null } = named.get(id ?? '') ?? {};
    return { key: id ?? NONE, number, name, above: null, depth: 0, figures: figures(sums.get(id)!) };
  });
  return { rows, totals: totalsOf(counters, dates) };
}
