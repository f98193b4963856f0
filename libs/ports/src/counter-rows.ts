import type { CounterDay, CounterRow } from './read-models';

/** key, day, name, value. */
export type FlatRow = readonly [string, string, string, number];

export function byDay(rows: readonly FlatRow[]): CounterDay[] {
  const found: { key: string; day: string; values: Record<string, number> }[] = [];
  let last: (typeof found)[number] | undefined;
  for (const [key, day, name, value] of rows) {
    if (last?.day !== day || last.key !== key) found.push((last = { key, day, values: {} }));
    last.values[name] = value;
  }
  return found;
}

export type Counted = readonly [key: string, name: string, value: number];

/** Of sums in order of their keys. */
export function byKey(tenant: string, rows: readonly Counted[]): CounterRow[] {
  const found: { tenant: string; key: string; values: Record<string, number> }[] = [];
  let last: (typeof found)[number] | undefined;
  for (const [key, name, value] of rows) {
    if (last?.key !== key) found.push((last = { tenant, key, values: {} }));
    last.values[name] = value;
  }
  return found;
}
