import { numeral } from '../dates/numerals';
import { knownHeading } from './lexicon';

/** The ways in which items are numbered. `lost`: only the 、 behind the numeral is left; `month`: 7月份 alone on its line. */
export type Style =
  | 'part'
  | 'cn'
  | 'stage'
  | 'cnParen'
  | 'num'
  | 'dotted2'
  | 'dotted3'
  | 'numParen'
  | 'circle'
  | 'shi'
  | 'di'
  | 'roman'
  | 'letter'
  | 'lost'
  | 'month'
  | 'heading';

/** `length` of the marker in the text, blanks behind it included; `raw` is folded and without blanks. */
export type Marker = { style: Style; n: number; length: number };

const han = '[一二三四五六七八九十百]';
const patterns: readonly [Style, RegExp][] = [
  ['part', new RegExp(`^第 ?(${han}{1,4}|\\d{1,2}) ?(?:章|部分|篇|个?问题|个?方面)[ :、.]{0,3}`)],
  ['stage', new RegExp(`^\\(?第 ?(${han}{1,3}|\\d{1,2}) ?(?:个)?(?:阶段|步骤|步|环节)\\)?`)],
  ['cn', new RegExp(`^(${han}{1,4}) ?(?:、 ?|[.] ?(?!\\d))`)],
  ['cn', /^([壹贰叁肆伍陆柒捌玖拾]{1,3}) ?[、.] ?/],
  // "一 工作目标": the mark behind the number is lost, what follows is a heading.
  ['cn', new RegExp(`^(${han}{1,3}) {1,3}(?=${knownHeading}|[\u4e00-\u9fff]{3,10}$)`)],
  // "一,指导思想".
  // "四,突出文化引领,在…": no sentence begins with a numeral and a comma.
  ['cn', new RegExp(`^(${han}{1,3}) ?, ?(?=${knownHeading}|[\u4e00-\u9fff"《]{3})`)],
  ['num', /^(\d{1,2}) ?, ?(?=[\u4e00-\u9fff]{2})/],
  ['cnParen', new RegExp(`^\\( ?(${han}{1,4}) ?[)、] ?[、.]?`)],
  ['cnParen', /^([㈠-㈩])[、.]?/],
  ['cnParen', new RegExp(`^(${han}{1,3})\\)`)],
  [
    'dotted3',
    /^\d{1,2}\.\d{1,2}\.(\d{1,2})(?![\d%])[、. ]{0,3}(?!-|年|月|日|元|个(?!人)|倍|万|亿|米|公里|千|小时|%|吨|平方)/,
  ],
  ['dotted2', /^\d{1,2}\.(\d{1,2})(?![.\d%])[、. ]{0,3}(?!-|年|月|日|元|个(?!人)|倍|万|亿|米|公里|千|小时|%|吨|平方)/],
  ['num', /^(\d{1,3}) ?(?:[、.](?!\d)|、(?=\d{1,2} ?月|\d{3})|\.(?=\d{4} ?年|\d{1,2} ?月))/],
  ['num', /^([⒈-⒛])/],
  // "1  总体目标": a number, a blank and nothing but a heading.
  [
    'num',
    /^(\d{1,2}) {1,4}(?=(?!(?:年|月|日|份|个|家|名|人|处|条|次|项|元|块|期|所|户|场|米|公里|万|亿|多|余|号|点|时|分))[\u4e00-\u9fff]{3,12}(?:$|。))/,
  ],
  // A page for telephones: "01 招募时间", "1️⃣".
  ['num', /^0(\d)(?: {1,3}(?=[\u4e00-\u9fff])| ?[、.|\/] ?|$)/],
  ['num', /^(\d)\ufe0f?\u20e3 ?/],
  ['numParen', /^\( ?(\d{1,3}) ?\)[、.]?/],
  ['numParen', /^(\d{1,2})\)[、.]?/],
  ['numParen', /^([⑴-⒇])/],
  ['circle', /^([①-⑳❶-❿])/],
  // Folding makes Ⅰ, Ⅴ and Ⅹ letters; the others stay.
  ['roman', /^([IVXⅡⅢⅣⅥⅦⅧⅨⅪⅫ]{1,4}) ?[、.](?=[\u4e00-\u9fff《“" ])/],
  ['roman', /^([IVXⅡⅢⅣⅥⅦⅧⅨⅪⅫ]{1,4}) {1,3}(?=[\u4e00-\u9fff]{2,10}$)/],
  ['letter', /^([A-Ha-h])[、.)](?=[\u4e00-\u9fff《“" ])/],
  ['shi', new RegExp(`^(${han}{1,2})(?:是|要)(?!否)`)],
  ['di', new RegExp(`^[第其](${han}{1,2}) ?[,、:]`)],
  ['shi', /^(首先|其次|再次|最后) ?,/],
  ['lost', /^[、.] ?(?=[\u4e00-\u9fff]{2})()/],
];

/** What a marker can begin with; most lines don't, and need not be tried. */
const mayBegin = /^[首其再最一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾第(㈠-㈩\d⒈-⒛⑴-⒇①-⑳❶-❿IVXⅡⅢⅣⅥⅦⅧⅨⅪⅫA-Ha-h、.]/;

/** The marker at the beginning of folded text. */
export function markerOf(folded: string): Marker | null {
  if (!mayBegin.test(folded)) return null;
  const head = folded.slice(0, 24);
  for (const [style, pattern] of patterns) {
    const found = pattern.exec(head);
    if (!found) continue;
    const n = ordinal(found[1] ?? '');
    if (style !== 'lost' && !(n >= 1)) continue;
    const blanks = /^ {0,8}/.exec(folded.slice(found[0].length, found[0].length + 8))![0].length;
    return { style, n, length: found[0].length + blanks };
  }
  return null;
}

const romans = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

const inWords: Readonly<Record<string, number>> = { 首先: 1, 其次: 2, 再次: 3, 最后: 3 };

function ordinal(text: string): number {
  if (inWords[text]) return inWords[text];
  const code = text.charCodeAt(0);
  const capital = '壹贰叁肆伍陆柒捌玖拾'.indexOf(text) + 1;
  if (capital > 0 && text.length === 1) return capital;
  if (/^[A-Ha-h]$/.test(text)) return text.toLowerCase().charCodeAt(0) - 96;
  const roman = romans.indexOf(text.replace(/[ⅡⅢⅣⅥⅦⅧⅨⅪⅫ]/g, (c) => c.normalize('NFKC'))) + 1;
  if (roman > 0) return roman;
  for (const first of ['㈠', '⒈', '⑴', '①', '❶']) {
    const n = code - first.charCodeAt(0) + 1;
    if (n >= 1 && n <= 20) return n;
  }
  return numeral(text);
}

/** How deep a style stands when the document does not say otherwise. */
export const rank: Record<Style, number> = {
  part: 0,
  cn: 1,
  lost: 1,
  heading: 1,
  month: 1,
  stage: 2,
  roman: 2,
  cnParen: 3,
  di: 4,
  num: 5,
  dotted2: 6,
  dotted3: 7,
  numParen: 8,
  circle: 9,
  letter: 9,
  shi: 10,
};
