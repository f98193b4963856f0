import type { CounterDay, Differences } from '@chuangwen/ports';
import { addFigures, FIGURES, type Dates, type Sums, sumsAt } from './figures';
import { COUNTS, parseKey } from './keys';

/** A cell: the number of its key, then what was counted. */
const CELL = 1 + COUNTS.length;
/** Results kept of one block: today and some earlier days, of some periods. */
const KEPT = 6;

/** Mostly small: a tenant does not do 32,767 things under one key on one day. */
type Cells = Int16Array | Int32Array;
const isSmall = (cells: Cells): boolean => cells instanceof Int16Array || cells.every((n) => n === (n << 16) >> 16);
/** Of the lists and maps around the cells, in bytes. */
const OVERHEAD = 4000;

function keep<V>(results: Map<string, V>, key: string, value: V): void {
  if (results.size >= KEPT) results.delete(results.keys().next().value!);
  results.set(key, value);
}

/** What a block comes to, by leaf (null: none). */
export type ByLeaf = ReadonlyMap<string | null, readonly number[]>;

/**
 * The counters of one tenant, campaign and group as they were counted day by day, so that the figures as of any day are
 * added up in memory. Takes in what changed since it was read.
 */
export class Block {
  /** null: never read. */
  stamp: string | null = null;
  private keys: string[] = [];
  private numbers = new Map<string, number>();
  private parsed: { leaf: string | null; due: string | null }[] = [];
  private days: string[] = [];
  /** By day: where its cells end. */
  private ends: number[] = [];
  private cells: Cells = new Int16Array(0);
  private counts = new Map<string, Float64Array>();
  private results = new Map<string, ByLeaf>();

  /** Bytes in memory, roughly. */
  get size(): number {
    return this.cells.byteLength + OVERHEAD;
  }

  take({ stamp, days, rows }: Differences): void {
    this.stamp = stamp;
    if (days?.length === 0) return;
    this.results.clear();
    this.counts.clear();
    if (days === null) {
      [this.days, this.ends, this.cells, this.keys, this.parsed] = [[], [], new Int16Array(0), [], []];
      this.numbers = new Map();
    }
    const fresh = Map.groupBy(rows, ({ day }) => day);
    const gone = new Set(days ?? []);
    const kept = this.days.filter((day) => !gone.has(day));
    const all = [...new Set([...kept, ...fresh.keys()])].sort();
    const before = this.cells;
    const slices = all.map((day) => {
      const news = fresh.get(day);
      return news ? this.cellsOf(news) : this.sliceOf(before, day);
    });
    const length = slices.reduce((sum, slice) => sum + slice.length, 0);
    const cells = slices.every(isSmall) ? new Int16Array(length) : new Int32Array(length);
    let at = 0;
    this.ends = slices.map((slice) => {
      cells.set(slice, at);
      return (at += slice.length);
    });
    [this.days, this.cells] = [all, cells];
  }

  /** Figures by leaf, in the order of FIGURES. */
  figures(dates: Dates): ByLeaf {
    const asked = `${dates.asOf}|${dates.period?.from ?? ''}|${dates.period?.to ?? ''}|${dates.period === null}`;
    const known = this.results.get(asked);
    if (known) return known;
    const counts = this.countsUntil(dates.asOf);
    const byLeaf = new Map<string | null, number[]>();
    for (const [i, { leaf, due }] of this.parsed.entries()) {
      const sums = byLeaf.get(leaf) ?? new Array<number>(FIGURES.length).fill(0);
      addFigures(sums, 0, due, counts, i * COUNTS.length, dates);
      byLeaf.set(leaf, sums);
    }
    keep(this.results, asked, byLeaf);
    return byLeaf;
  }

  /** The figures of all leaves together. */
  whole(dates: Dates): readonly number[] {
    const sums = none();
    for (const figures of this.figures(dates).values()) add(sums, figures);
    return sums;
  }

  /** What was counted under one name as far as a day, whatever the key. */
  total(name: (typeof COUNTS)[number], asOf: string): number {
    const counts = this.countsUntil(asOf);
    let sum = 0;
    for (let at = COUNTS.indexOf(name); at < counts.length; at += COUNTS.length) sum += counts[at]!;
    return sum;
  }

  /** By key, in the order of COUNTS. */
  private countsUntil(asOf: string): Float64Array {
    const end = this.endOf(asOf);
    const known = this.counts.get(String(end));
    if (known) return known;
    const counts = new Float64Array(this.keys.length * COUNTS.length);
    for (let at = 0; at < end; at += CELL) {
      const to = this.cells[at]! * COUNTS.length;
      for (let i = 0; i < COUNTS.length; i += 1) counts[to + i]! += this.cells[at + 1 + i]!;
    }
    keep(this.counts, String(end), counts);
    return counts;
  }

  /** Where the cells of the days up to this one end. */
  private endOf(asOf: string): number {
    let [low, high] = [0, this.days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.days[middle]! <= asOf) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.ends[low - 1]!;
  }

  private sliceOf(cells: Cells, day: string): Cells {
    const at = this.days.indexOf(day);
    return cells.subarray(at === 0 ? 0 : this.ends[at - 1], this.ends[at]);
  }

  private cellsOf(rows: readonly CounterDay[]): Int32Array {
    const cells = new Int32Array(rows.length * CELL);
    for (const [i, { key, values }] of rows.entries()) {
      cells[i * CELL] = this.numberOf(key);
      for (const [j, name] of COUNTS.entries()) cells[i * CELL + 1 + j] = values[name] ?? 0;
    }
    return cells;
  }

  private numberOf(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.keys.length);
    this.parsed.push(parseKey(key));
    return this.keys.push(key) - 1;
  }
}

export const add = (to: number[], sums: readonly number[]): void => {
  for (let i = 0; i < FIGURES.length; i += 1) to[i]! += sums[i]!;
};

export const none = (): number[] => new Array<number>(FIGURES.length).fill(0);

export const named = (sums: readonly number[]): Sums => sumsAt(sums, 0);
