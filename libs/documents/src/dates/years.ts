import type { Understood, Warning } from '../notice';
import { inferred, literal } from '../source/understood';
import { part, type Span } from '../source/mapped';
import { dateOf } from './dates';
import { parseRange, type Point, type Range } from './ranges';

/** The year that the document itself speaks of, when one is known, and the month it was issued in. */
export type Era = { year: number | null; issuedMonth: number | null };
export type Stretch = { start: Understood<string> | null; end: Understood<string> | null; range: Range };

const guessed: Warning = { code: 'date.year-inferred' };

/** Reads the first range in a span; `after` is a month that cannot be passed backwards (the phase before). */
export function readStretch(
  span: Span,
  era: Era,
  after: { year: number; month: number } | null = null,
): Stretch | null {
  const range = parseRange(span.fold);
  if (!range) return null;
  const where = part(span, range.from, range.to);
  // Where nothing else says the year, that of the phase before does.
  let year = era.year ?? after?.year ?? null;
  const head = range.start ?? range.end;
  if (year !== null && after && head && head.year === null) {
    year = Math.max(year, after.year);
    if (head.month < after.month - 6) year++;
  } else if (
    year !== null &&
    head &&
    head.year === null &&
    (era.issuedMonth ?? 0) >= 10 &&
    head.month <= 3 &&
    !range.start
  )
    year++;
  if (year !== null && head?.next) year++;
  const known = range.start?.year ?? year;
  const turns =
    range.start && range.end && !range.start.next && (range.end.next || range.end.month < range.start.month);
  const start = range.start && resolve(range.start, where, year, false);
  const end =
    range.end && resolve(range.end, where, known === null ? null : known + (turns ? 1 : 0), range.start?.year != null);
  return { start, end, range };
}

function resolve(at: Point, where: Span, year: number | null, written: boolean): Understood<string> | null {
  if (at.year !== null) return literal(where, [], dateOf(at.year, at.month, at.day)!);
  const value = dateOf(year, at.month, at.day) ?? dateOf(null, at.month, at.day)!;
  if (value.startsWith('--')) return literal(where, [{ code: 'date.year-unknown' }], value);
  // "2024年3月-5月": the year is written there, for both ends.
  if (written) return literal(where, [], value);
  return inferred(value, where, [{ ...guessed, params: { year: Number(value.slice(0, 4)) } }]);
}
