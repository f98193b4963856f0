import type { Span } from '../source/mapped';

/**
 * The paragraphs of a document, and which of them are its furniture (title, number, addressees, sign-off, cc…) and so no
 * part of any section. `breaks`: at these paragraphs an annex begins, and with it the numbering.
 */
export type Sheet = {
  readonly list: readonly Span[];
  readonly claimed: Uint8Array;
  readonly breaks: Set<number>;
  /** Where in the source lines of the page around the document were left out. */
  readonly holes: readonly number[];
};

export const sheetOf = (list: readonly Span[], holes: readonly number[] = []): Sheet => ({
  list,
  holes,
  claimed: new Uint8Array(list.length),
  breaks: new Set(),
});

/** Whether the page around the document stood between a paragraph and the one before it. */
export function cutBefore({ list, holes }: Sheet, i: number): boolean {
  const [last, line] = [list[i - 1], list[i]];
  if (!last || !line || holes.length === 0) return false;
  const [from, to] = [last.doc.at[last.from] ?? 0, line.doc.at[line.from] ?? 0];
  return holes.some((at) => at > from && at < to);
}

export function claim(sheet: Sheet, from: number, to: number = from): void {
  sheet.claimed.fill(1, from, to + 1);
}
