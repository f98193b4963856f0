import { numeral } from '../dates/numerals';
import type { Span } from '../source/mapped';

const small = '(?:\\d{1,2}|十?[一二三四五六七八九十])';
const month = new RegExp(
  `(?<=^|[。;:)\\]⦆]|安排|计划|打算|月历|清单|[一-龥]前|[一-龥]{2})(?:(?:19|20)\\d\\d ?年)?(${small})月?(?: ?[-至、] ?(${small}))? ?月(?:份|[上中下]旬)?(?= ?(?:[:,]|\\d{1,2}[.、](?!\\d)|[(①]|[一二三]、))`,
  'g',
);
const sure = /^$|[。;:)\]⦆]$/;

/**
 * Where the months of a plan begin in a text without line ends: "…:1月份1.召开…。2月份3.开展…", "一月:…。二月:…". Three and more, each
 * later than the one before, and all but the first behind the end of a sentence.
 */
export function monthsIn({ fold: text }: Span): number[] {
  const out: number[] = [];
  let months = 0;
  let last = 0;
  for (const found of text.matchAll(month)) {
    const n = numeral(found[1]!);
    const behind = sure.test(text.slice(Math.max(0, found.index - 1), found.index));
    const written = found[0].endsWith('份');
    if (
      !(n > last && n <= 12) ||
      !(behind || written || (months === 0 && titled.test(text.slice(Math.max(0, found.index - 2), found.index))))
    )
      continue;
    const end = found.index + found[0].length;
    out.push(found.index, ...(/[:,]/.test(text[end] ?? ':') ? [] : [end]));
    months++;
    last = n;
  }
  return months < 3 ? [] : out;
}
const titled = /(?:安排|计划|打算|月历|清单)$/;
