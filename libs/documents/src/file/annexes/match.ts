import { numeral } from '../../dates/numerals';
import type { MatchedBy } from './notice-of-files';

/** A file that may be an annex: its name and its first lines. */
export type Candidate = Readonly<{ name: string; head: readonly string[] }>;

/** `annex` counts from 0 in the list; null where the file says that it is annex `number` and the list has none such. */
export type Match = Readonly<{ annex: number | null; number: number | null; by: MatchedBy; differs: boolean }>;

const alike = 0.6;

/**
 * Which file is which annex of the list: by its number (附件2), by how alike its title or its name is to that in the list.
 * The title counts for more than the number, because files are renumbered more often than renamed. One to one; null for a file
 * that says nothing of what it is.
 */
export function matchAnnexes(titles: readonly string[], files: readonly Candidate[]): (Match | null)[] {
  const known = titles.map(plain);
  const claims = files.map((file) => claimOf(file, titles.length));
  const pairs = files.flatMap((file, f) =>
    known.map((title, annex) => {
      const { number } = claims[f]!;
      const byTitle = Math.max(0, ...file.head.map((line) => likeness(plain(line), title)));
      const byName = likeness(plain(file.name), title);
      const like = Math.max(byTitle, byName);
      const numbered = number === annex + 1;
      const by: MatchedBy = like < alike ? 'number' : byTitle >= byName ? 'title' : 'name';
      // The number alone, unless another title of the list is plainly meant.
      const score = (like >= alike ? 2 * like : 0) + (numbered ? 0.9 : 0);
      return { f, annex, by: numbered && like < alike ? ('number' as const) : by, score };
    }),
  );
  const out: (Match | null)[] = files.map(() => null);
  const taken = new Set<number>();
  for (const { f, annex, by } of pairs.filter((pair) => pair.score > 0).sort((a, b) => b.score - a.score)) {
    if (out[f] || taken.has(annex)) continue;
    const { number } = claims[f]!;
    out[f] = { annex, number, by, differs: number !== null && number !== annex + 1 };
    taken.add(annex);
  }
  return out.map(
    (match, f) =>
      match ??
      (beyond(claims[f]!, titles.length) ? { annex: null, ...claims[f]!, by: 'number', differs: false } : null),
  );
}

/** "附件2" at the head of the text or of the name, "2." at the head of the name. 附件 alone is the only one of a list of one. */
function claimOf({ name, head }: Candidate, count: number): { number: number | null } {
  const inText = head.slice(0, 3).map((line) => annexNumber.exec(line));
  const found = inText.find((match) => match) ?? annexNumber.exec(name) ?? /^()(\d{1,2})[.、．_-](?!\d{2})/.exec(name);
  if (!found) return { number: null };
  const number = numeral(found[2] ?? '');
  if (!Number.isNaN(number)) return { number };
  return { number: count <= 1 ? 1 : null };
}

const beyond = ({ number }: { number: number | null }, count: number): boolean => number !== null && number > count;

const annexNumber = /^\s*附\s?(件|表)\s?[（(]?\s?(\d{1,2}|[一二三四五六七八九十]{1,3})?/;

/** What is left of a title for comparing: no marks, no number, no ending of a file's name. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .slice(0, 120)
    .replace(/\.[a-z]{2,4}$/i, '')
    .replace(/^\s*附\s?[件表]\s?[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[)）]?[.:：、\s_-]*/, '')
    .replace(/^\d{1,2}[.、_-]\s*/, '')
    .replace(/[（(]\d{1,2}[)）]$/, '')
    .replace(/[^\u4e00-\u9fffA-Za-z0-9]/g, '');

/** Share of the pairs of neighbouring letters that two texts have in common, 0 to 1; one within the other is nearly the same. */
export function likeness(a: string, b: string): number {
  if (a.length < 2 || b.length < 2) return a !== '' && a === b ? 1 : 0;
  if (a === b) return 1;
  if (a.length >= 4 && b.length >= 4 && (a.includes(b) || b.includes(a))) return 0.9;
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < a.length; i++) pairs.set(a.slice(i, i + 2), (pairs.get(a.slice(i, i + 2)) ?? 0) + 1);
  let common = 0;
  for (let i = 0; i + 1 < b.length; i++) {
    const left = pairs.get(b.slice(i, i + 2)) ?? 0;
    if (left > 0) {
      common++;
      pairs.set(b.slice(i, i + 2), left - 1);
    }
  }
  return (2 * common) / (a.length + b.length - 2);
}
