import type { Span } from '../source/mapped';

/**
 * The paragraphs of a document, and which of them are its furniture (title, number, addressees, sign-off, cc…) and so no
 * part of any section. `breaks`: at these paragraphs an annex begins, and with it the numbering.
 */
export type Sheet = {
  readonly list: readonly Span[];
  readonly claimed: Uint8Array;
  readonly breaks: Set<number>;
};

export const sheetOf = (list: readonly Span[]): Sheet => ({
  list,
  claimed: new Uint8Array(list.length),
  breaks: new Set(),
});

export function claim(sheet: Sheet, from: number, to: number = from): void {
  sheet.claimed.fill(1, from, to + 1);
}
