import type { RequestColumn } from '@chuangwen/contracts';
import type { Contribution } from '@chuangwen/platform/projections';
import { PLACES, placesOf } from './cells';
import type { Standing } from './merged';

/** Counters of a request, kept as answers come, so that nobody adds a thousand of them up again. */
export const ANSWERS = 'answers';
/** How many answered for the first time on a day. */
export const FIRST = 'first';

export type Tally = Readonly<{
  answered: number;
  accepted: number;
  returned: number;
  /** Cells that nobody had to type. */
  prefilled: number;
  /** Of number columns, in the order of the columns; null for other kinds. */
  sums: readonly (number | null)[];
}>;

/** Counters are whole numbers that stay exact below 2^53, so that each sum is kept as two. */
const HALF = 10n ** 9n;

/** What one answer counts for in its request. Throws for a number that can't be added up: its event is parked then, and holds up no other. */
export function countsOf(requestId: string, { situation, firstOn, rows }: Standing): Contribution[] {
  const values: Record<string, number> = {
    answered: 1,
    accepted: situation === 'accepted' ? 1 : 0,
    returned: situation === 'returned' ? 1 : 0,
    prefilled: rows.reduce((sum, { sources }) => sum + sources.filter((source) => source !== null).length, 0),
  };
  for (const { cells } of rows)
    cells.forEach((cell, column) => {
      if (typeof cell !== 'number') return;
      const places = Math.min(PLACES, placesOf(cell));
      const whole = BigInt(Math.round(cell * 10 ** places));
      const name = `${column}.${places}`;
      values[`${name}.low`] = (values[`${name}.low`] ?? 0) + Number(whole % HALF);
      values[`${name}.high`] = (values[`${name}.high`] ?? 0) + Number(whole / HALF);
    });
  if (!Object.values(values).every(Number.isSafeInteger))
    throw new RangeError(`a number of an answer to ${requestId} is too large`);
  return [
    { group: ANSWERS, key: requestId, values },
    { group: FIRST, key: `${requestId}|${firstOn}`, values: { answered: 1 } },
  ];
}

/** What the counters of a request come to. 0.1 + 0.2 is 0.3: each decimal place has sums of its own. */
export function tallied(values: Readonly<Record<string, number>>, columns: readonly RequestColumn[]): Tally {
  const { answered = 0, accepted = 0, returned = 0, prefilled = 0 } = values;
  const sum = (column: number): number => {
    let total = 0n;
    for (let places = 0; places <= PLACES; places += 1) {
      const of = (half: string) => BigInt(values[`${column}.${places}.${half}`] ?? 0);
      total += (of('high') * HALF + of('low')) * 10n ** BigInt(PLACES - places);
    }
    return Number(decimal(total));
  };
  return {
    ...{ answered, accepted, returned, prefilled },
    sums: columns.map(({ kind }, at) => (kind === 'number' ? sum(at) : null)),
  };
}

/** A whole number of the finest place, written out. */
function decimal(total: bigint): string {
  const digits = String(total < 0n ? -total : total).padStart(PLACES + 1, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}

export type First = Readonly<{ day: string; answered: number }>;
/** An answer that has time of its own. */
type Apart = Readonly<{ firstOn: string | null; deadline: string }>;

/**
 * How many answered, or are still missing, after their deadline. `asOf` null: it was withdrawn, and nobody is missing.
 * `apart`: those whose deadline is another than `deadline`. Pure.
 */
export function lateOf(
  { owing, deadline, asOf }: Readonly<{ owing: number; deadline: string; asOf: string | null }>,
  first: readonly First[],
  apart: readonly Apart[],
): number {
  const after = (due: string) => (day: string) => day > due;
  const answered = first.reduce((sum, one) => sum + one.answered, 0);
  const lateWith = first.reduce((sum, one) => sum + (after(deadline)(one.day) ? one.answered : 0), 0);
  const seen = asOf ?? '';
  const missing = after(deadline)(seen) ? owing - answered : 0;
  // Those with time of their own are taken out of what the common deadline says, and judged by theirs.
  const wrongly = apart.filter(({ firstOn }) => after(deadline)(firstOn ?? seen)).length;
  const rightly = apart.filter((one) => after(one.deadline)(one.firstOn ?? seen)).length;
  return lateWith + missing - wrongly + rightly;
}
