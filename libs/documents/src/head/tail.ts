import type { Understood } from '../notice';
import { dateOf, parseDate, type Dated } from '../dates/dates';
import { numeral } from '../dates/numerals';
import { organEnd } from '../lines/lexicon';
import { organLine } from '../lines/glue-head';
import { isTableLine } from '../lines/join';
import { markerOf } from '../lines/numbering';
import { cover, endOf, part, trim, type Span } from '../source/mapped';
import { organisations } from '../source/lists';
import { literal } from '../source/understood';
import { claim, type Sheet } from './furniture';
import { cellsUpTo } from './signed-cells';

/** The foot of a document: who signed when, who printed when, who gets a copy. */
export type Tail = {
  signer: Span | null;
  signedOn: Understood<string> | null;
  printer: Span | null;
  printedOn: Understood<string> | null;
  cc: Understood<string>[];
  /** The paragraph of the first sign-off, -1 without one. */
  signedAt: number;
};

const ccLabel = /^抄 ?[送报] ?(?:单位|机关)? ?:? ?/;

export function readTail(sheet: Sheet): Tail {
  const tail: Tail = { signer: null, signedOn: null, printer: null, printedOn: null, cc: [], signedAt: -1 };
  const cells = cellsUpTo(sheet);
  sheet.list.forEach((line, i) => {
    if (line.text.length > 300) return;
    if (/^抄 ?[送报] ?(?:单位|机关)? ?:/.test(line.fold)) readCc(sheet, i, tail);
    else if (
      /^主题词 ?:/.test(line.fold) ||
      /^(?:\(?共印 ?\d{1,5} ?份\)?$|\(?联 ?系 ?(?:人|电话|方式) ?:)/.test(line.fold) ||
      /^\(?此件.{0,20}公开.{0,10}\)?$/.test(line.fold)
    )
      claim(sheet, i);
    else if (/^(?:备 ?注|注|说明) ?:/.test(line.fold) && i > 0 && isTableLine(sheet.list[i - 1]!.fold)) notes(sheet, i);
    else if (/印发/.test(line.fold) && !sheet.claimed[i]) readPrinted(sheet, i, tail);
    else if (!sheet.claimed[i] && i >= cells) readSigned(sheet, i, tail);
  });
  if (!tail.signer) undated(sheet, tail);
  return tail;
}

/** "注:1.… 2.…" below a table says how it is meant. */
function notes(sheet: Sheet, i: number): void {
  let last = i;
  while (markerOf(sheet.list[last + 1]?.fold ?? '')?.style === 'num') last++;
  claim(sheet, i, last);
}

/** A sign-off without a date: an organisation alone at the very end, behind a sentence, that the head of the document names. */
function undated(sheet: Sheet, tail: Tail): void {
  let i = sheet.list.length - 1;
  while (i > 3 && sheet.claimed[i]) i--;
  const [line, above] = [sheet.list[i], sheet.list[i - 1]];
  if (!line || !above || i < 4 || line.text.length > 30 || !organLine.test(line.fold) || !/。$/.test(above.fold))
    return;
  const name = line.fold.slice(0, 4);
  if (!sheet.list.slice(0, 6).some((one) => one.text.length < 80 && one.fold.includes(name))) return;
  claim(sheet, i);
  tail.signer = line;
}

function readCc(sheet: Sheet, i: number, tail: Tail): void {
  let line = sheet.list[i]!;
  claim(sheet, i);
  let list = part(line, ccLabel.exec(line.fold)![0].length);
  const printed = dateBefore(list.fold, '印发');
  if (printed) {
    const at = organBefore(sheet, list, printed.from);
    tail.printer ??= trim(part(list, at, printed.from));
    tail.printedOn ??= literal(part(list, printed.from, printed.to), [], printed.value);
    list = part(list, 0, at);
  } else {
    // The list goes on below until the line of the printer.
    for (let next = i + 1; next < sheet.list.length; next++) {
      const more = sheet.list[next]!;
      if (/[。]$/.test(line.fold) || !/[,、]$/.test(line.fold) || more.text.length > 120 || parseDate(more.fold)) break;
      claim(sheet, next);
      list = cover(list, more);
      line = more;
    }
    const below = sheet.list[i + 1];
    const day = below && below.text.length < 60 ? parseDate(below.fold) : null;
    if (below && day && day.from === 0 && /^ ?印发/.test(below.fold.slice(day.to))) {
      claim(sheet, i + 1);
      const at = organBefore(sheet, list, list.text.length);
      if (at < list.text.length) {
        tail.printer ??= trim(part(list, at));
        list = part(list, 0, at);
      }
      tail.printedOn ??= literal(part(below, 0, day.to), [], day.value);
    }
  }
  tail.cc.push(...organisations(trim(list, '。')).map((one) => literal(one)));
}

const suffix = new RegExp(`${organEnd}$`);

/** "…,市站办公室桐泽县公路站办公室2011年": the printer begins where a name begins that the document knows. */
function organBefore(sheet: Sheet, list: Span, date: number): number {
  const from =
    Math.max(
      list.fold.lastIndexOf(',', date - 1),
      list.fold.lastIndexOf('、', date - 1),
      list.fold.lastIndexOf('。', date - 1),
    ) + 1;
  const segment = list.fold.slice(from, date);
  const elsewhere = sheet.list.slice(0, 12).filter((line) => endOf(line) <= list.from || line.from >= endOf(list));
  const head = elsewhere.map((line) => line.fold.slice(0, 400)).join('\n');
  for (let k = 2; k < Math.min(segment.length - 3, 60); k++)
    if (suffix.test(segment.slice(0, k)) && head.includes(segment.slice(k, k + 4))) return from + k;
  return list.fold[from - 1] === '。' ? from : date;
}

function dateBefore(text: string, word: string): { value: string; from: number; to: number } | null {
  const at = text.lastIndexOf(word);
  if (at < 0) return null;
  for (let from = Math.max(0, at - 24); from < at;) {
    const date = parseDate(text.slice(0, at), from);
    if (!date) return null;
    if (text.slice(date.to, at).trim() === '') return date;
    from = date.to;
  }
  return null;
}

function readPrinted(sheet: Sheet, i: number, tail: Tail): void {
  const line = sheet.list[i]!;
  const date = dateBefore(line.fold, '印发');
  if (!date || line.text.length > 80) return;
  const organ = trim(part(line, 0, date.from), ',;');
  const above = sheet.list[i - 1];
  claim(sheet, i);
  tail.printedOn ??= literal(part(line, date.from, date.to), [], date.value);
  if (organ.text.length > 1) tail.printer ??= organ;
  else if (above && organLine.test(above.fold)) {
    tail.printer ??= above;
    claim(sheet, i - 1);
  }
}

function readSigned(sheet: Sheet, i: number, tail: Tail): void {
  const line = sheet.list[i]!;
  const date = line.text.length < 90 ? (parseDate(line.fold) ?? dayAlone(sheet, i)) : null;
  if (!date) return;
  const before = trim(part(line, 0, date.from));
  const behind = line.fold.slice(date.to).trim();
  const organsAbove = above(sheet, i);
  const alone = date.from <= 1 && behind.length <= 1;
  const withOrgan = before.text.length > 2 && signs(sheet, before, i) && behind.length <= 1;
  // Words of the web page may be glued to the date; the organisation above says that this is the sign-off.
  const glued = date.from <= 1 && organsAbove.length > 0 && !/^[,、至到-]/.test(behind) && !/[。;,]/.test(behind);
  if (!alone && !withOrgan && !glued) return;
  if (alone && organsAbove.length === 0 && i < 4) return;
  claim(sheet, i - organsAbove.length, i);
  if (tail.signedOn && (tail.signer || organsAbove.length === 0)) return;
  tail.signedOn = literal(part(line, date.from, date.to), [], date.value);
  if (tail.signedAt < 0) tail.signedAt = i;
  if (withOrgan) tail.signer = before;
  else if (organsAbove.length > 0) {
    tail.signer = cover(organsAbove[0]!, organsAbove.at(-1)!);
  }
}

/** A sign-off may leave out the year: nothing but the day, an organisation above it, at the end. */
function dayAlone(sheet: Sheet, i: number): Dated | null {
  const line = sheet.list[i]!.fold;
  const found = /^(\d{1,2}|[一二三四五六七八九十]{1,3}) ?月 ?(\d{1,2}|[一二三四五六七八九十]{1,3}) ?日$/.exec(line);
  const value = found && dateOf(null, numeral(found[1]!), numeral(found[2]!));
  return value && above(sheet, i).length > 0 ? { value, from: 0, to: line.length } : null;
}

const nameOnly = /^[\u4e00-\u9fff()·]{4,30}$/;

/**
 * An organisation signs: known by its last word, or, whatever it is called, by standing alone behind a whole sentence
 * with the name that the head of the document begins with.
 */
function signs(sheet: Sheet, line: Span, i: number): boolean {
  if (organLine.test(line.fold)) return true;
  if (!nameOnly.test(line.fold) || markerOf(line.fold)) return false;
  const above = sheet.list[i - 1];
  if (i < 4 || !above || !(sheet.claimed[i - 1] || /[。!)]$/.test(above.fold))) return false;
  const name = line.fold.slice(0, 4);
  return sheet.list.slice(0, 6).some((one) => one.text.length < 80 && one.fold.startsWith(name));
}

/** Up to four organisations, one a line, directly above. */
function above(sheet: Sheet, i: number): Span[] {
  const out: Span[] = [];
  for (let k = i - 1; k >= 1 && out.length < 4 && !sheet.claimed[k]; k--) {
    const line = sheet.list[k]!;
    if (line.text.length > 40 || !signs(sheet, line, k) || /^附/.test(line.fold)) break;
    out.unshift(line);
  }
  return out;
}
