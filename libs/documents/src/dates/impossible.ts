import type { Warning } from '../notice';
import { dateOf, yearNumber } from './dates';
import { numeral } from './numerals';

const small = '(\\d{1,2}|[一二三四五六七八九十廿卅]{1,4})';
const day = new RegExp(
  `(?:((?:19|20)\\d{2}|[一二][一二三四五六七八九零〇]{3}) ?年 ?)?(?<![\\d一二三四五六七八九十])${small} ?月 ?${small} ?[日号]|((?:19|20)\\d{2})([-./])(\\d{1,2})\\5(\\d{1,2})(?![\\d.-])`,
  'g',
);
const most = 20;

/** Days that no calendar has, 2月30日: they are used nowhere, which a clerk should know. */
export function impossibleDays(folded: string): Warning[] {
  const out: Warning[] = [];
  for (const [text, y, m, d, y2, , m2, d2] of folded.matchAll(day)) {
    const year = y ?? y2;
    if (dateOf(year ? yearNumber(year) : null, numeral((m ?? m2)!), numeral((d ?? d2)!)) !== null) continue;
    out.push({ code: 'date.impossible', params: { text } });
    if (out.length >= most) break;
  }
  return out;
}
