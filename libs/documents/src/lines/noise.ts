import type { Span } from '../source/mapped';
import { parseDate } from '../dates/dates';
import { navigation, navigationWord, noiseLines } from './noise-words';

export type WebPage = { kept: Span[]; removed: Span[]; webTime: string | null };

/** Divides the lines of the document from those of the page around it. */
export function withoutNoiseLines(lines: readonly Span[]): WebPage {
  const kept: Span[] = [];
  const removed: Span[] = [];
  let webTime: string | null = null;
  const numbersAreCells = lines.filter((line) => /^\d{1,3}$/.test(line.fold)).length > 2 && lines.some(isTableHead);
  for (const line of lines) {
    const cell = numbersAreCells && /^\d{1,3}$/.test(line.fold);
    if (cell || !isNoise(line.fold)) kept.push(line);
    else {
      removed.push(line);
      if (/时间|日期/.test(line.fold)) webTime ??= parseDate(line.fold)?.value ?? null;
    }
  }
  return { kept, removed, webTime };
}

const isTableHead = (line: Span): boolean => /^(?:序 ?号|编 ?号)(?:$| )/.test(line.fold);

function isNoise(line: string): boolean {
  if (line.length > 200) return false;
  if (line.length < 100 && navigation.test(line) && navigationWord.test(line)) return true;
  return noiseLines.some((pattern) => pattern.test(line));
}
