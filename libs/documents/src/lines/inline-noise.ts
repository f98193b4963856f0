import { edit, type Edit, type Mapped } from '../source/mapped';
import { advertisement, noisePhrases } from './noise-words';

export type Removed = { doc: Mapped; count: number };

/** Takes out page marks, phrases of the web page and advertisements that stand inside sentences. */
export function withoutInlineNoise(doc: Mapped): Removed {
  const edits: Edit[] = [];
  for (const found of doc.fold.matchAll(noisePhrases)) {
    // A measure may well ask people to scan a code: only the phrase of a page goes, not the two words.
    if (/^扫一扫$/.test(found[0]) && !/\n|^$/.test(doc.fold[found.index + 3] ?? '')) continue;
    edits.push({ from: found.index, to: found.index + found[0].length });
  }
  const cleaner = edit(doc, edits);
  const ads = advertisements(cleaner);
  return { doc: edit(cleaner, ads), count: edits.length + ads.length };
}

const seed = new RegExp(advertisement.source, 'g');
const stop = /[\n。,;:?!]/;

/**
 * An advertisement is known by its words, its bounds by what is odd in it: bars, underscores, black brackets, a stray @.
 * Where the same one stands twice, what both have in common is the advertisement, exactly.
 */
function advertisements(doc: Mapped): Edit[] {
  const raw: [number, number][] = [];
  for (const found of doc.fold.matchAll(seed)) {
    const from = found.index;
    const last = raw.at(-1);
    if (last && from < last[1]) continue;
    raw.push([from, extend(doc.fold, from + found[0].length)]);
  }
  const odd = raw.filter(([from, to]) => /[_@【】^]|https?:|www\./.test(doc.fold.slice(from, to)));
  const bounds = odd.map(([from, to]) => [from - back(doc, odd, from), to] as const);
  return bounds.filter(([from], i) => i === 0 || from >= bounds[i - 1]![1]).map(([from, to]) => ({ from, to }));
}

/** To the end of the last odd character within reach. */
function extend(text: string, from: number): number {
  let end = from;
  for (let i = from; i < text.length && i < from + 60 && !stop.test(text[i]!); i++)
    if (/[_@】]/.test(text[i]!) || (i < end + 12 && advertisement.test(text.slice(Math.max(from, i - 4), i + 1))))
      end = i + 1;
  return end;
}

/** How many characters before `from` stand before every other copy as well. */
function back(doc: Mapped, all: readonly [number, number][], from: number): number {
  const other = all.find(([begin]) => begin !== from && doc.fold.startsWith(doc.fold.slice(from, from + 4), begin));
  if (!other) return 0;
  let n = 0;
  while (n < 20 && doc.fold[from - n - 1] === doc.fold[other[0] - n - 1] && !stop.test(doc.fold[from - n - 1] ?? '\n'))
    n++;
  return n;
}
