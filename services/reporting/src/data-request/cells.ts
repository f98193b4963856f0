import type { CellValue, RequestColumn } from '@chuangwen/contracts';
import { dayIn } from '@chuangwen/documents';

export const LONGEST_TEXT = 2000;

/** Why a cell can't be taken: a code of the catalogue. */
export type CellFault =
  'answer.not-a-number' | 'answer.not-a-day' | 'answer.not-a-choice' | 'answer.required' | 'answer.too-long';
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
      return number === null ? { value: text, fault: 'answer.not-a-number' } : taken(number);
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

/** 1,234 · １２ · 50% is no number, for nobody knows whether 50 or 0.5 is meant. */
export function numberIn(given: string | number): number | null {
  if (typeof given === 'number') return Number.isFinite(given) ? given : null;
  const text = given
    .normalize('NFKC')
    .replace(/[\s,](?=\d{3}(?!\d))/g, '')
    .trim();
  return /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(text) ? Number(text) : null;
}
