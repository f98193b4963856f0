import { numeral } from './numerals';

/** A date as far as the words say it. `value`: `YYYY-MM-DD`, `YYYY-MM`, `--MM-DD` or `--MM`; offsets are of the text searched. */
export type Dated = { value: string; from: number; to: number };

const year = '((?:19|20) ?\\d ?\\d|[一二][一二三四五六七八九零〇○oO0]{3})';
const small = '(\\d{1,2}|[一二三四五六七八九十廿卅]{1,4})';
export const dateSource = `${year} {0,2}年 {0,2}${small} {0,2}月(?: {0,2}${small} {0,2}日)?|((?:19|20)\\d{2})([-./])(\\d{1,2})(?:\\5(\\d{1,2}))?(?![\\d号])`;
const dateRe = new RegExp(dateSource, 'g');

/** The first full date or month in folded text. */
export function parseDate(folded: string, from = 0): Dated | null {
  dateRe.lastIndex = from;
  for (let found = dateRe.exec(folded); found; found = dateRe.exec(folded)) {
    const value = found[1] ? compose(found[1], found[2], found[3]) : compose(found[4], found[6], found[7]);
    if (value) return { value, from: found.index, to: found.index + found[0].length };
  }
  return null;
}

export const yearNumber = (text: string): number => {
  const value = numeral(text.replace(/ /g, ''));
  return value >= 1900 && value < 2100 ? value : NaN;
};

function compose(y: string | undefined, m: string | undefined, d: string | undefined): string | null {
  return dateOf(y ? yearNumber(y) : null, m ? numeral(m) : NaN, d ? numeral(d) : null);
}

const two = (n: number): string => String(n).padStart(2, '0');
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** null when there is no such day. */
export function dateOf(y: number | null, m: number, d: number | null): string | null {
  if (Number.isNaN(y) || !(m >= 1 && m <= 12)) return null;
  const leap = y === null || (y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0));
  if (d !== null && !(d >= 1 && d <= (m === 2 && !leap ? 28 : longest[m - 1]!))) return null;
  return `${y === null ? '-' : y}-${two(m)}${d === null ? '' : `-${two(d)}`}`;
}
