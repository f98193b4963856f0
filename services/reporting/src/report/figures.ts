import { COUNTS, type Counts } from './keys';

/** Both ends belong to it; null is open. */
export type Period = Readonly<{ from: string | null; to: string | null }>;

/** What a report speaks of, and the recorded day it is seen on (Asia/Shanghai). */
export type Dates = Readonly<{ /** null: the whole campaign. */ period: Period | null; asOf: string }>;

export const FIGURES = [
  'tasks',
  'assigned',
  'submitted',
  'accepted',
  'due',
  'onTime',
  'late',
  'overdue',
  'undated',
] as const;
export type Figure = (typeof FIGURES)[number];

/** Whole numbers that add up. */
export type Sums = Readonly<Record<Figure, number>>;

export const NOTHING: Sums = Object.freeze(
  Object.fromEntries(FIGURES.map((figure) => [figure, 0])) as Record<Figure, number>,
);

/**
 * Adds the figures that tasks with this due day make to `sums`, from `at` on, in the order of FIGURES; `counts` in that of
 * COUNTS, from `from` on. `tasks` to `accepted`: of the period. `due`: of those whose day came by `asOf`; `onTime`, `late`:
 * submitted by that day or after it; `overdue`: the day is past and they are not submitted. `undated` have no due day: they
 * belong to the whole campaign, and to no period.
 */
export function addFigures(
  sums: Vector,
  at: number,
  due: string | null,
  counts: ArrayLike<number>,
  from: number,
  { period, asOf }: Dates,
): void {
  const tasks = counts[from]!;
  if (due === null) sums[at + UNDATED]! += tasks;
  if (!within(due, period)) return;
  // tasks, assigned, submitted, accepted stand first in both.
  for (let i = 0; i < 4; i += 1) sums[at + i]! += counts[from + i]!;
  if (due === null || due > asOf) return;
  sums[at + DUE]! += tasks;
  sums[at + DUE + 1]! += counts[from + 2]! - counts[from + 4]!;
  sums[at + DUE + 2]! += counts[from + 4]!;
  if (due < asOf) sums[at + DUE + 3]! += tasks - counts[from + 2]!;
}

/** The same of one task or counter, by name. */
export function figuresOf(due: string | null, counts: Partial<Counts>, dates: Dates): Sums {
  const sums = new Array<number>(FIGURES.length).fill(0);
  const values = COUNTS.map((name) => counts[name] ?? 0);
  addFigures(sums, 0, due, values, 0, dates);
  return sumsAt(sums, 0);
}

/** Sums, row after row of FIGURES. */
export type Vector = Record<number, number>;

const DUE = FIGURES.indexOf('due');
const UNDATED = FIGURES.indexOf('undated');

export const sumsAt = (sums: ArrayLike<number>, at: number): Sums =>
  Object.fromEntries(FIGURES.map((figure, i) => [figure, sums[at + i]!])) as Record<Figure, number>;

function within(due: string | null, period: Period | null): boolean {
  if (!period) return true;
  return due !== null && (period.from === null || period.from <= due) && (period.to === null || due <= period.to);
}

export const plus = (a: Sums, b: Sums): Sums =>
  Object.fromEntries(FIGURES.map((figure) => [figure, a[figure] + b[figure]])) as Record<Figure, number>;

/** Of a whole, to four places; null where there is no whole. */
export const ratio = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
