import { fold } from './fold';

/** A text made from the source by leaving out and putting in; `at[i]` is where unit i stands in the source. */
export type Mapped = { readonly text: string; readonly fold: string; readonly at: Int32Array };

/** A stretch of a mapped text. `text` and `fold` have the same length. */
export type Span = { readonly doc: Mapped; readonly from: number; readonly text: string; readonly fold: string };

/** Replace [from, to) by `put` (nothing when absent). In order, never overlapping. */
export type Edit = { from: number; to: number; put?: string };

export function mapped(text: string): Mapped {
  const at = new Int32Array(text.length);
  for (let i = 0; i < at.length; i++) at[i] = i;
  return { text, fold: fold(text), at };
}

export function edit(doc: Mapped, edits: readonly Edit[]): Mapped {
  if (edits.length === 0) return doc;
  const parts: string[] = [];
  const folds: string[] = [];
  let length = doc.text.length;
  for (const { from, to, put } of edits) length += (put?.length ?? 0) - (to - from);
  const at = new Int32Array(length);
  let read = 0;
  let write = 0;
  const keep = (to: number) => {
    parts.push(doc.text.slice(read, to));
    folds.push(doc.fold.slice(read, to));
    at.set(doc.at.subarray(read, to), write);
    write += to - read;
  };
  for (const { from, to, put } of edits) {
    keep(from);
    if (put) {
      parts.push(put);
      folds.push(fold(put));
      at.fill(doc.at[from] ?? 0, write, write + put.length);
      write += put.length;
    }
    read = to;
  }
  keep(doc.text.length);
  return { text: parts.join(''), fold: folds.join(''), at };
}

/** Folded anew: what blanks had kept apart ("2 O 2 0 年") is told by its neighbours. */
export const refolded = (doc: Mapped): Mapped => ({ ...doc, fold: fold(doc.text) });

export const spanOf = (doc: Mapped, from: number, to: number): Span => ({
  doc,
  from,
  text: doc.text.slice(from, to),
  fold: doc.fold.slice(from, to),
});

/** Part of a span; offsets are the span's own. */
export const part = (span: Span, from: number, to: number = span.text.length): Span => ({
  doc: span.doc,
  from: span.from + from,
  text: span.text.slice(from, to),
  fold: span.fold.slice(from, to),
});

/** Without blanks, and the given characters, at both ends. */
export function trim(span: Span, also = ''): Span {
  const drop = (c: string | undefined) => c !== undefined && (c === ' ' || c === '\n' || also.includes(c));
  let [from, to] = [0, span.fold.length];
  while (from < to && drop(span.fold[from])) from++;
  while (to > from && drop(span.fold[to - 1])) to--;
  return from === 0 && to === span.fold.length ? span : part(span, from, to);
}

/** From the start of one to the end of another further on in the same text. */
export const cover = (first: Span, last: Span): Span =>
  spanOf(first.doc, first.from, Math.max(first.from + first.text.length, last.from + last.text.length));

export const endOf = (span: Span): number => span.from + span.text.length;
