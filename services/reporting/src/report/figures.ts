import type { Counts } from './keys';

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
 * The figures that tasks with this due day add to. `tasks` to `accepted`: of the period. `due`: of those whose day came
 * by `asOf`; `onTime`, `late`: submitted by that day or after it; `overdue`: the day is past and they are not submitted.
 * `undated` have no due day: they belong to the whole campaign, and to no period.
 */
export function figuresOf(due: string | null, counts: Partial<Counts>, { period, asOf }: Dates): Sums {
  const { tasks = 0, assigned = 0, submitted = 0, accepted = 0, onTime = 0, late = 0 } = counts;
  const undated = due === null ? tasks : 0;
  if (!within(due, period)) return { ...NOTHING, undated };
  const figures = { ...NOTHING, undated, tasks, assigned, submitted, accepted };
  if (due === null || due > asOf) return figures;
  return { ...figures, due: tasks, onTime, late, overdue: due < asOf ? tasks - submitted : 0 };
}

function within(due: string | null, period: Period | null): boolean {
  if (!period) return true;
  return due !== null && (period.from === null || period.from <= due) && (period.to === null || due <= period.to);
}

export const plus = (a: Sums, b: Sums): Sums =>
  Object.fromEntries(FIGURES.map((figure) => [figure, a[figure] + b[figure]])) as Record<Figure, number>;

/** Of a whole, to four places; null where there is no whole. */
export const ratio = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
