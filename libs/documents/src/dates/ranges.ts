import { dateOf, yearNumber } from './dates';
import { numeral } from './numerals';

/** One end of a range as the words give it. `next`: 次年, 翌年. */
export type Point = { year: number | null; month: number; day: number | null; next: boolean };
/** Offsets are of the text searched; an end that the words leave open is null. */
export type Range = { start: Point | null; end: Point | null; from: number; to: number };

const year = '(?:((?:19|20)\\d{2}|二[零〇]{1,2}[一二三四五六七八九零〇]{1,2}|(?:今|当|本|明|次|翌)) ?年 ?(?:的)?)?';
const small = '(\\d{1,2}|[一二三四五六七八九十]{1,3})';
const vague = '(?:初|上旬|中旬|下旬|底|末|中|份)?';
const point = `${year}${small} ?(?:月${vague}(?: ?${small} ?[日号])?)`;
// A scan reads the dash as 一.
const to = ' ?(?:起?(?:算)?(?:,|开始,?)? ?(?:-|至|到|－|—){1,2}|(?<=[月日] ?)一(?= ?\\d)) ?';
/** 4-5月 · 3月1日至15日 · 2023年11月-次年2月 · 五月至十月 */
const range = new RegExp(
  `${year}${small} ?(?:月${vague})?(?: ?${small} ?[日号])?${to}${year}${small} ?(月|日)${vague}(?: ?${small} ?[日号])?`,
  'g',
);
const dotted =
  /((?:19|20)\d{2})[./](\d{1,2})(?:[./](\d{1,2}))?(?: ?(?:-|至|到){1,2} ?(?:((?:19|20)\d{2})[./])?(\d{1,2})(?:[./](\d{1,2}))?)?(?![\d.])/g;
const single = new RegExp(`${point}(?: ?(之?前|以前|起|开始|后|-(?= ?(?:[)\\]]|$|[\u4e00-\u9fff]))))?`, 'g');
const quarter = /(?:((?:19|20)\d{2}) ?年)?第?([一二三四]) ?季度/g;

/** The first range, or single date, in folded text. */
export function parseRange(folded: string): Range | null {
  const all = [ranges(folded), dots(folded), singles(folded), quarters(folded)].filter((r) => r !== null);
  return all.reduce<Range | null>((best, r) => (!best || r.from < best.from ? r : best), null);
}

function first(re: RegExp, text: string, read: (found: RegExpExecArray) => Range | null): Range | null {
  re.lastIndex = 0;
  for (let found = re.exec(text); found; found = re.exec(text)) {
    const made = read(found);
    if (made) return made;
    re.lastIndex = found.index + 1;
  }
  return null;
}

const bounds = (found: RegExpExecArray) => ({ from: found.index, to: found.index + found[0].length });

const ranges = (text: string) =>
  first(range, text, (f) => {
    const [, y1, m1, d1, y2, n2, unit, d2] = f;
    // "3日至5日" has no month at all, "1-2个" no unit; "15-20日" after "5月" is taken by the single date before it.
    if (unit === '日' && (d1 === undefined || y2)) return null;
    if (/\d|月/.test(text[f.index - 1] ?? '')) return null;
    const start = point_(y1, m1, d1);
    const end = unit === '日' ? point_(undefined, m1, n2) : point_(y2, n2, d2);
    // One end that no calendar has leaves the other as it is.
    return start || end ? { start, end, ...bounds(f) } : null;
  });

const dots = (text: string) =>
  first(dotted, text, (f) => {
    const [whole, y1, m1, d1, y2, a, b] = f;
    const start = point_(y1, m1, d1);
    if (!start) return null;
    const far =
      a === undefined
        ? start
        : y2 || b
          ? point_(y2, a, b)
          : d1
            ? point_(undefined, m1, a)
            : point_(undefined, a, undefined);
    // A number like 2.10 is no date: a month needs its year, or a range.
    return far && whole.length > 5 ? { start, end: far, ...bounds(f) } : null;
  });

const singles = (text: string) =>
  first(single, text, (f) => {
    const [, y, m, d, side] = f;
    const at = /\d/.test(text[f.index - 1] ?? '') ? null : point_(y, m, d);
    if (!at) return null;
    // "6月底" is an end only where the words say so; a bare month is the whole month.
    if (side === '-' || side === '起' || side === '开始' || side === '后')
      return { start: at, end: null, ...bounds(f) };
    const until = side !== undefined || /(?:至|到|截至|截止到?) ?$/.test(text.slice(Math.max(0, f.index - 4), f.index));
    return { start: until ? null : at, end: at, ...bounds(f) };
  });

const quarters = (text: string) =>
  first(quarter, text, (f) => {
    const q = numeral(f[2]!);
    const y = f[1] ? yearNumber(f[1]) : null;
    const at = (month: number): Point => ({ year: y, month, day: null, next: false });
    return { start: at(q * 3 - 2), end: at(q * 3), ...bounds(f) };
  });

function point_(y: string | undefined, m: string | undefined, d: string | undefined): Point | null {
  const next = y !== undefined && /[明次翌]/.test(y);
  const known = y === undefined || /[今当本明次翌]/.test(y) ? null : yearNumber(y);
  const month = numeral(m ?? '');
  const day = d === undefined ? null : numeral(d);
  return dateOf(known, month, day) === null ? null : { year: known, month, day, next };
}
