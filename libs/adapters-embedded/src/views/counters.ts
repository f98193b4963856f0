import type { CounterDay, CounterRow } from '@chuangwen/ports';

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

/** Of rows in order of their keys; what comes to nothing is left out. */
export function summedUp(tenant: string, rows: readonly Counted[]): CounterRow[] {
  const sums: { tenant: string; key: string; values: Record<string, number> }[] = [];
  let last: (typeof sums)[number] | undefined;
  for (const [key, name, value] of rows) {
    if (last?.key !== key) sums.push((last = { tenant, key, values: {} }));
    last.values[name] = (last.values[name] ?? 0) + value;
  }
  return sums.filter(({ values }) => {
    let something = false;
    for (const name in values)
      if (values[name] !== 0) something = true;
      else delete values[name];
    return something;
  });
}
