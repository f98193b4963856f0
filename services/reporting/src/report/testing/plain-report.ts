import type { CounterRow } from '@chuangwen/ports';
import { byName } from '../frame';
import { figuresOf, NOTHING, plus, ratio, type Dates, type Sums } from '../figures';
import { parseKey } from '../keys';
import type { Figures, Report, Row } from '../report';
import { chainOf, type Unit } from '../tree';

/** Counters as far as a day: sums by key, for the tenants asked about. */
type Counters = readonly CounterRow[];

const figures = (sums: Sums): Figures => ({
  ...sums,
  completeness: ratio(sums.accepted, sums.tasks),
  timeliness: ratio(sums.onTime, sums.due),
});

const sumsOf = ({ key, values }: CounterRow, dates: Dates): Sums => figuresOf(parseKey(key).due, values, dates);

const isNothing = (sums: Sums): boolean => sums.tasks === 0 && sums.undated === 0;

const totalsOf = (counters: Counters, dates: Dates): Figures =>
  figures(counters.reduce((sum, counter) => plus(sum, sumsOf(counter, dates)), NOTHING));

/** The plain way, row by row, which the fast one is held against: every unit with what it and all below it have; one that has nothing is left out, unless it is a tenant's own organisation. */
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
      rows.push({ key: id, number: null, name, above, depth, more: false, figures: figures(sums.get(id) ?? NOTHING) });
      add(id, depth + 1);
    }
  };
  add(null, 0);
  return { rows, totals: totalsOf(counters, dates) };
}
