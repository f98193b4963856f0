import type { CellValue, RequestColumn } from '@chuangwen/contracts';
import { dayIn } from '@chuangwen/documents/day';
import { RuleViolation } from '@chuangwen/kernel';

export const LONGEST_TEXT = 2000;
/** Of all rows of an answer together, however they come. */
export const MOST_CELLS = 50_000;

/** Throws RuleViolation `answer.too-many-cells`. */
export function mustFit(rows: number, columns: readonly RequestColumn[]): void {
  const cells = rows * columns.length;
  if (cells > MOST_CELLS) throw new RuleViolation('answer.too-many-cells', { limit: MOST_CELLS, cells });
}

/** Why a cell can't be taken: a code of the catalogue. */
export type CellFault =
  | 'answer.not-a-number'
  | 'answer.number-out-of-range'
  | 'answer.not-a-day'
  | 'answer.not-a-choice'
  | 'answer.required'
  | 'answer.too-long';
export type ReadCell = Readonly<{ value: CellValue; fault: CellFault | null }>;

const taken = (value: CellValue): ReadCell => ({ value, fault: null });

/** What somebody typed, as the column wants it; what can't be read stays as it was typed, with the fault. */
export function readCell(given: CellValue, { kind, choices, required }: RequestColumn): ReadCell {
  const text = typeof given === 'string' ? given.trim() : given;
  if (text === null || text === '') return { value: null, fault: required ? 'answer.required' : null };
  if (String(text).length > LONGEST_TEXT) return { value: text, fault: 'answer.too-long' };
  switch (kind) {
    case 'text':
      return taken(String(text));
    case 'number': {
      const number = numberIn(text);
      if (number !== null) return taken(number);
      return { value: text, fault: isNumeric(text) ? 'answer.number-out-of-range' : 'answer.not-a-number' };
    }
    case 'day': {
      const day = dayIn(String(text));
      return day === null ? { value: text, fault: 'answer.not-a-day' } : taken(day);
    }
    case 'choice': {
      const plain = (word: string) => word.normalize('NFKC').trim();
      const choice = choices.find((one) => plain(one) === plain(String(text)));
      return choice === undefined ? { value: text, fault: 'answer.not-a-choice' } : taken(choice);
    }
  }
}

/** What is added up exactly: below this, and with so many decimals. */
const BELOW = 1e15;
export const PLACES = 10;

/** Decimals of a number as it is written out. */
export function placesOf(number: number): number {
  const [, decimals = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(number)) ?? [];
  return Math.max(0, decimals.length - Number(exponent));
}

/** 1,234 · １２ · 50% is no number, for nobody knows whether 50 or 0.5 is meant; nor is what can't be added up. */
export function numberIn(given: string | number): number | null {
  const number = typeof given === 'number' ? given : isNumeric(given) ? Number(plainOf(given)) : NaN;
  return Math.abs(number) < BELOW && placesOf(number) <= PLACES ? number : null;
}

const plainOf = (given: string): string =>
  given
    .normalize('NFKC')
    .replace(/[\s,](?=\d{3}(?!\d))/g, '')
    .trim();
const isNumeric = (given: string | number): boolean =>
  typeof given === 'number' || /^[+-]?\d+(\.\d+)?$/.test(plainOf(given));
