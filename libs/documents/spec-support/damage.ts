import { onPage } from './damage/around';
import { han, inHan, renumbered, schemes } from './damage/numbers';
import { isTable, perLine, pick, type Operator } from './damage/operator';

export { randomFrom } from './damage/operator';

const half = '(),:;!?0123456789';
const full = '（），：；！？０１２３４５６７８９';
const widen = (c: string): string => (half.includes(c) ? full[half.indexOf(c)]! : c);
const narrow = (c: string): string => (full.includes(c) ? half[full.indexOf(c)]! : c);

const wrapped = (width: number): Operator =>
  perLine((line) => {
    // What was set to the right, or stands around the text, was never wrapped.
    if (line.length <= width || / {6}|\u3000{6}/.test(line) || !/[。，；]/.test(line)) return line;
    const out: string[] = [];
    for (let from = 0; from < line.length;) {
      let to = Math.min(line.length, from + width);
      // A typesetter lets no line begin with a mark.
      while (to < line.length && /[，。；：、）》”！？,.;:)]/.test(line[to]!)) to++;
      out.push(line.slice(from, to));
      from = to;
    }
    return out.join('\n');
  });

const pageMarks = ['- 3 -', '— 4 —', '第 2 页 共 9 页', '3 / 12', '7', '－5－', '第3页'];

const paged: Operator = (text, random) =>
  perLine((line) => {
    if (line.length < 50 || random() < 0.5) return line;
    const cut = 20 + Math.floor(random() * (line.length - 40));
    if (!/^[\u4e00-\u9fff]{2}$/.test(line.slice(cut - 1, cut + 1))) return line;
    return `${line.slice(0, cut)}\n${pick(['', '\n'], random)}${pick(pageMarks, random)}\n${pick(['', '\n'], random)}${line.slice(cut)}`;
  })(text, random);

const scanned: Operator = (text, random) =>
  perLine((line) =>
    line
      .replace(/([，。；：、）》])(?=[\u4e00-\u9fff])/g, (c) => (random() < 0.6 ? `${c} ` : c))
      .replace(/(?<=[\u4e00-\u9fff])([（《])/g, (c) => (random() < 0.6 ? ` ${c}` : c))
      .replace(/(?<=\d)([年月日])|([年月])(?=\d)/g, (c) => (random() < 0.7 ? (/\d/.test(c) ? c : ` ${c}`) : c)),
  )(text, random);

const hanDates: Operator = (text) =>
  text
    .replace(/(?<![-—\d])((?:19|20)\d{2})(?= ?年)/g, (year) =>
      [...year].map((d) => (d === '0' ? '〇' : han[Number(d)]!)).join(''),
    )
    .replace(/(?<![-—–\d.])([1-9]\d?)(?=月(?!台))/g, (n) => inHan(Number(n)))
    .replace(/(?<=[一二三四五六七八九十]月)([1-9]\d?)(?=[日号])/g, (n) => inHan(Number(n)));

/** All of it on one line, with this in the place of each line end; a table has no such form. */
const unbroken =
  (sign: string): Operator =>
  (text) =>
    isTable(text)
      ? text
      : text
          .split('\n')
          .map((line) => line.replace(/^[ \u3000]+|[ \u3000]+$/g, ''))
          .filter((line) => line !== '')
          .join(sign);

const bars = (change: (cells: string[], line: string) => string): Operator => (text) =>
  text
    .split('\n')
    .map((line) => (/^\|.*\|.*\|$/.test(line) ? (/^[|:\- ]+$/.test(line) ? '' : change(line.slice(1, -1).split('|').map((c) => c.trim()), line)) : line))
    .filter((line) => line !== '')
    .join('\n'); // prettier-ignore

export const operators: Readonly<Record<string, Operator>> = {
  'full width': perLine((line) => [...line].map(widen).join('')),
  'half width': perLine((line) => [...line].map(narrow).join('')),
  'mixed width': (text, random) =>
    perLine((line) => [...line].map((c) => (random() < 0.5 ? c : random() < 0.5 ? widen(c) : narrow(c))).join(''))(text, random),
  ...Object.fromEntries(schemes.map((scheme, i) => [`numbered ${i + 1}`, renumbered(scheme)])),
  'wrapped at 28': wrapped(28),
  'wrapped at 37': wrapped(37),
  'wrapped at 45': wrapped(45),
  'page ends': paged,
  'a page around it': onPage,
  'blank lines': (text) => text.split('\n').join('\n\n'),
  'indented': perLine((line) => (line.trim() === '' ? line : `　　${line.trimStart()}`)),
  'no indent': perLine((line) => line.replace(/^[ \u3000]+/, '')),
  'blanks at the end': perLine((line) => `${line}  `),
  'carriage returns': (text) => text.replace(/\n/g, '\r\n'),
  'scanned': scanned,
  'dates in numerals': hanDates,
  'one line': unbroken(''),
  'one line of bars': unbroken('|'),
  'one line of wide blanks': unbroken('\u3000'),
  'one line of blanks': unbroken(' '),
  'rows by tabs': bars((cells) => cells.join('\t')),
  'rows without outer bars': bars((cells) => cells.join(' | ')),
  'rows with tight bars': bars((cells) => `|${cells.join('|')}|`),
  'bold marks': perLine((line) => line.replace(/^([一二三四五六七八九十]{1,3}、.{2,20})$/, '**$1**')),
  'zero width': (text, random) => [...text].map((c) => (random() < 0.02 && c !== '\n' ? `${c}\u200b` : c)).join(''),
  'straight quotes': (text) => text.replace(/[“”]/g, '"'),
}; // prettier-ignore

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a clerk would enter from the damaged text: dates in words are entered as they now stand, a number before a goal too. */
export function expectedAfter(name: string, expectation: Json): Json {
  if (name === 'dates in numerals') return throughout(expectation, (text) => (/[年月]/.test(text) ? hanDates(text, Math.random) : text));
  return expectation;
} // prettier-ignore

const throughout = (value: Json, change: (text: string) => string): Json =>
  typeof value === 'string'
    ? change(value)
    : Array.isArray(value)
      ? value.map((one: Json) => throughout(one, change))
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, throughout(one as Json, change)]))
        : value;
