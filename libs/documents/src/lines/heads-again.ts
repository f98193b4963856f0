import { columnOf } from '../parts/table-columns';
import type { Span } from '../source/mapped';
import { titleEnd } from './lexicon';
import { markerOf } from './numbering';

const mostColumns = 10;
const wordOf = (line: Span): string => line.fold.replace(/[ |]/g, '');
const namesColumn = (line: Span): boolean => wordOf(line).length <= 8 && columnOf(wordOf(line)) !== 'other';
/** Below a heading a table begins anew, and needs its own. */
const opens = (line: Span): boolean =>
  /^(?:part|cn|cnParen)$/.test(markerOf(line.fold)?.style ?? '') || new RegExp(`(?:${titleEnd}|:)$`).test(line.fold);

/**
 * Column names one a line are printed again at the head of each page; there they are no row of the table. The first
 * run of three such lines and more is the heading.
 */
export function withoutHeadsAgain(lines: readonly Span[]): Span[] {
  const first = lines.findIndex((_, i) => runFrom(lines, i) >= 3);
  if (first < 0) return [...lines];
  const heads = lines.slice(first, first + runFrom(lines, first)).map(wordOf);
  const out: Span[] = [];
  for (let i = 0; i < lines.length; i++) {
    const again =
      i > first &&
      heads.every((head, k) => lines[i + k] !== undefined && wordOf(lines[i + k]!) === head) &&
      !opens(lines[i - 1]!);
    if (again) i += heads.length - 1;
    else out.push(lines[i]!);
  }
  return out;
}

function runFrom(lines: readonly Span[], from: number): number {
  let to = from;
  while (to < lines.length && to - from < mostColumns && namesColumn(lines[to]!)) to++;
  return to - from;
}
