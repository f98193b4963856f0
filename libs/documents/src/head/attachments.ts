import type { Understood } from '../notice';
import { dateSource } from '../dates/dates';
import { organLine } from '../lines/glue-head';
import { titleEnd } from '../lines/lexicon';
import { markerOf } from '../lines/numbering';
import { cover, part, trim, type Span } from '../source/mapped';
import { literal } from '../source/understood';
import { claim, type Sheet } from './furniture';

const opening = /^附 ?件?(?: ?表|下载|列表|名称)? ?:? ?(?=.)/;
const listLabel = /^附 ?件?(?:下载|列表|名称)? ?: ?/;
const numberedLabel = /^附 ?件 ?(?:\d{1,2}|[一二三四五六七八九十]{1,2}) ?[:、. ] ?(?=[\u4e00-\u9fff《])/;
const boundary = /^附 ?件? ?(?:\d{1,2}|[一二三四五六七八九十]{1,2})? ?:?$/;
const complete = new RegExp(`${titleEnd}(?: ?\\([^()]{1,20}\\))?》?(?:\\.[A-Za-z]{2,4})?$`);
const date = new RegExp(dateSource);
/** A web page lists its files. */
const fileEnding = /\.(?:docx?|xlsx?|pdf|wps|et|ofd|rar|zip|jpe?g|png)(?: ?\([\d.]+ ?[KM]B?\))?$/i;

/** The list of annexes; also marks where the annexes themselves begin. */
export function readAttachments(sheet: Sheet): Understood<string>[] {
  const found: Span[] = [];
  for (let i = 0; i < sheet.list.length; i++) {
    const line = sheet.list[i]!;
    if (line.text.length > 2000 || !(opening.test(line.fold) || boundary.test(line.fold))) continue;
    if (found.length === 0 && listLabel.test(line.fold) && !boundary.test(line.fold) && !isRemark(line.fold))
      i = readList(sheet, i, found);
    else if (
      found.length === 0 &&
      /^附 ?件?(?:下载|列表|名称)? ?:$/.test(line.fold) &&
      markerOf(sheet.list[i + 1]?.fold ?? '')?.style === 'num'
    )
      i = readList(sheet, i, found);
    else if (numberedLabel.test(line.fold) && line.text.length < 90 && isListed(sheet, i)) {
      claim(sheet, i);
      found.push(trim(part(line, numberedLabel.exec(line.fold)![0].length), '。;'));
    } else if (boundary.test(line.fold) || (numberedLabel.test(line.fold) && line.text.length < 90)) {
      claim(sheet, i);
      sheet.breaks.add(i);
    }
  }
  return (
    found
      .map((one) => inMarks(part(one, 0, one.text.length - (fileEnding.exec(one.fold)?.[0].length ?? 0))))
      // "附件下载:附件1.任务分解表.docx": the name of a file repeats what it is.
      .map((one) => part(one, /^附 ?件 ?\d{1,2} ?[.:、-]? ?(?=[\u4e00-\u9fff《]{2})/.exec(one.fold)?.[0].length ?? 0))
      .filter((one) => one.text.length > 0)
      .map((one) => literal(one))
  );
}

/** "附件1:…" is a line of the list when nothing of the annex follows: another such line, the sign-off, or the end. */
function isListed(sheet: Sheet, i: number): boolean {
  const next = sheet.list[i + 1];
  return next === undefined || sheet.claimed[i + 1] === 1 || numberedLabel.test(next.fold);
}

/** "附:本表由校办负责解释" is a remark; what follows 附 must be the name of a document, or a list. */
const isRemark = (line: string): boolean =>
  !/^附 ?件/.test(line) &&
  !/^附 ?: ?《[^《》]+》$/.test(line) &&
  !/^附 ?: ?\d/.test(line) &&
  !complete.test(line.replace(/[。;]$/, ''));

/** "附:《…》": the marks are not the name. */
const inMarks = (span: Span): Span => (/^《[^《》]+》$/.test(span.fold) ? part(span, 1, span.text.length - 1) : span);

function readList(sheet: Sheet, i: number, found: Span[]): number {
  const first = sheet.list[i]!;
  claim(sheet, i);
  let rest = part(first, listLabel.exec(first.fold)?.[0].length ?? 0);
  const day = date.exec(rest.fold);
  if (day && rest.fold.length > day.index + day[0].length + 8) rest = part(rest, 0, day.index);
  if (rest.text.length > 0) found.push(...entries(rest));
  let last = i;
  for (let k = i + 1; k < sheet.list.length && !sheet.claimed[k]; k++) {
    const line = sheet.list[k]!;
    if (line.text.length > 90 || /[。:]$/.test(line.fold)) break;
    const marker = markerOf(line.fold);
    const previous = found.at(-1);
    if (marker?.style === 'num') {
      if (previous && marker.n !== found.length + 1) break;
      found.push(...entries(line));
    } else if (
      previous &&
      !marker &&
      !complete.test(previous.fold) &&
      !boundary.test(line.fold) &&
      !organLine.test(line.fold)
    )
      found[found.length - 1] = cover(previous, line);
    else break;
    claim(sheet, k);
    last = k;
  }
  return last;
}

/** "1、甲2、乙": the numbers must count on. */
function entries(span: Span): Span[] {
  const starts: number[] = [];
  const bodies: number[] = [];
  let n = markerOf(span.fold)?.n ?? 0;
  for (const found of span.fold.matchAll(/(\d{1,2}) ?[.、:](?!\d(?!\d{0,3} ?[年月]))/g)) {
    if (Number(found[1]) !== n || (starts.length === 0 && found.index > 0)) continue;
    starts.push(found.index);
    bodies.push(found.index + found[0].length);
    n++;
  }
  if (starts.length === 0) return [trim(span, '。;')];
  return bodies.map((from, k) => trim(part(span, from, starts[k + 1] ?? span.text.length), '。;'));
}
