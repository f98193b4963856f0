import { edit, endOf, type Edit, type Mapped, type Span } from '../source/mapped';
import { parseDate } from '../dates/dates';
import { monthAlone } from '../outline/marker-at';
import { knownHeading, label, titleEnd } from './lexicon';
import { organLine } from './glue-head';
import { markerOf } from './numbering';

const begins = new RegExp(
  `^(?:【[\u4e00-\u9fff]{2,12}】|${label} ?[:：]|${label}$|附 ?件 ?\\d|主题词|抄 ?送|第[一二三四五六七八九十]+阶段)`,
);
const heading = new RegExp(`^${knownHeading}[:]?$`);
const endsTitle = new RegExp(`${titleEnd}(?:\\([^()]{1,20}\\))?$`);
const terminal = /[。;!?:…]["')\]》】]?$/;
/** "、活动时间": a heading that lost its number, not the rest of a list. */
const lostHeading = new RegExp(
  `^[、.] ?(?:${knownHeading}|[\u4e00-\u9fff]{2,8}(?:时间|地点|内容|要求|目标|对象|主题|任务|措施|步骤|安排|领导|原则|方式|范围|机构|重点|思想)) ?:?$`,
);
const open = /^[,。;、)\]》】!?]/;

/**
 * Page ends break sentences, even words. Gives a text of one paragraph a line: lines that were left out are gone, and a
 * line break inside a sentence is gone.
 */
export function joinBroken(doc: Mapped, lines: readonly Span[]): { doc: Mapped; joined: number } {
  const layout = layoutOf(lines);
  const edits: Edit[] = [];
  let joined = 0;
  let before = 0;
  // The beginning of the paragraph counts, not that of its last line: it is what says whether this is a heading.
  let paragraph = 0;
  lines.forEach((line, i) => {
    const last = lines[i - 1];
    const together = last !== undefined && !signs(line, lines[i + 1]) && continues(last, line, paragraph, layout);
    if (together) joined++;
    paragraph = together ? paragraph + line.text.length : line.text.length;
    const latin = together && /[A-Za-z]$/.test(last.fold) && /^[A-Za-z]/.test(line.fold);
    const put = last === undefined ? '' : together ? (latin ? ' ' : '') : '\n';
    edits.push({ from: before, to: line.from, put });
    before = line.from + line.text.length;
  });
  edits.push({ from: before, to: doc.text.length });
  return { doc: edit(doc, edits), joined };
}

/** An organisation with a date below it. */
const signs = (line: Span, next: Span | undefined): boolean =>
  next !== undefined && line.text.length < 40 && organLine.test(line.fold) && isDateLine(next.fold);

function continues(last: Span, line: Span, paragraph: number, layout: Layout): boolean {
  const [a, b] = [last.fold, line.fold];
  if (isTableLine(a) || isTableLine(b)) return false;
  if (/:$/.test(a) && unclosed(a)) return a.length + b.length < 400;
  if (terminal.test(a) || ownersEnd.test(a.slice(-120))) return false;
  // A dash goes on with what it leads to.
  if (/[\u4e00-\u9fff]-{1,2}$/.test(a) && /^[\u4e00-\u9fff]/.test(b) && !begins.test(b) && !heading.test(b))
    return true;
  if (brokenDate(a, b)) return true;
  // "…上下功" above "夫": one letter alone is the end of a heading that was full.
  if (/^[\u4e00-\u9fff]$/.test(b) && a.length >= 12 && /[\u4e00-\u9fff]$/.test(a) && markerOf(a)) return true;
  if (b.length <= 16 && monthAlone.test(b)) return false;
  if (lostHeading.test(b) && (a.length < 30 || paragraph < 30)) return false;
  if (open.test(b)) return !/^[、]/.test(b) || /[\u4e00-\u9fff]$/.test(a);
  if (begins.test(b) || heading.test(b) || heading.test(a)) return false;
  const marker = markerOf(b);
  if (marker && !(marker.style === 'lost')) return false;
  if (isDateLine(b) || isDateLine(a) || startsRow(a, b) || (postEnds.test(a) && person.test(b))) return false;
  if (/[,、]$/.test(a)) return true;
  if (unclosed(a)) return a.length + b.length < 400;
  // A page end looks like a paragraph's; it is none where a long sentence stops at a word.
  const midSentence = paragraph > 60 && /[,;]/.test(a) && /[\u4e00-\u9fff]$/.test(a);
  if (!midSentence && beginsParagraph(last, line, layout)) return false;
  const full = layout.width > 0 && widthOf(a) + indentOf(last) >= layout.width - 2;
  if (full) return !(endsTitle.test(a) && a.length < 30);
  // An unfinished sentence of body text: it has punctuation inside, or is longer than any heading.
  const body = paragraph > 60 || (/。/.test(a) && !organLine.test(b)) || (/[,。;]/.test(a) && paragraph > 36);
  return body && !endsTitle.test(b);
}

export const isTableLine = (line: string): boolean =>
  /^\||\|$|^[^|]*\|[^|]*\|/.test(line.slice(0, 400)) || line.includes('\t');

const isDateLine = (line: string): boolean => {
  const date = line.length < 40 ? parseDate(line) : null;
  return date !== null && date.from < 4 && date.to > line.length - 4;
};

/** "(责任部门:团委)" ends its paragraph. */
const ownersEnd =
  /[([【][^()【】]{0,60}(?:(?:单位|部门|科室|股室|处室|部室|站所|班组|领导|人|时限|时间) ?:[^()【】]{1,80}|(?:牵头|负责|落实)(?: ?,[^()【】]{1,40})?)[)\]】]$/;

/** "2017年6" above "月30日", "7月2" above "0日前". */
const brokenDate = (a: string, b: string): boolean =>
  (/\d ?$/.test(a) && /^ ?\d{0,3} ?[年月日]/.test(b)) || (/\d ?[年月] ?$/.test(a) && /^ ?\d{1,2} ?[月日]/.test(b));

/** "4 共享单车… 5月31日" below "3 客运站…": rows of a table that count, whose cells blanks divide. */
function startsRow(a: string, b: string): boolean {
  const n = rowNumber.exec(b)?.[1];
  return n !== undefined && (Number(n) === 1 ? / .* /.test(a) : rowNumber.exec(a)?.[1] === String(Number(n) - 1));
}

/** "沙 棠 副主任" above "卓立人 办公室主任": one person a line. */
const postEnds = /(?:[记长任员席理事]|副职|干部|[局办科委])$/;
const person =
  /^[\u4e00-\u9fff](?: {0,4}[\u4e00-\u9fff]){1,2} {1,8}[\u4e00-\u9fff、()]{2,30}(?:[记长任员席理事]|副职|干部)$/;

const rowNumber = /^(\d{1,3}) {1,12}(?=[\u4e00-\u9fff“"《(].* )/;

/** An opening bracket, or title mark, that the line does not close. */
function unclosed(line: string): boolean {
  const tail = line.slice(-200);
  return (
    tail.lastIndexOf('《') > tail.lastIndexOf('》') ||
    tail.lastIndexOf('(') > tail.lastIndexOf(')') ||
    (line.match(/“/g)?.length ?? 0) > (line.match(/”/g)?.length ?? 0)
  );
}

/** How this text shows its paragraphs. `width`: where it was wrapped hard, 0 when it was not. */
type Layout = { width: number; blankLines: boolean; indents: boolean };

function layoutOf(lines: readonly Span[]): Layout {
  const long = lines.filter(({ text }) => text.length > 20);
  const share = (those: readonly Span[]) =>
    those.length < 4 ? 0 : those.filter((line) => isIndented(line)).length / those.length;
  const gaps = lines.slice(1).map((line, i) => gapOf(lines[i]!, line));
  const width = wrapWidth(lines);
  const blank = gaps.filter((gap) => emptyLine.test(gap)).length;
  return {
    width,
    // Some blank lines are in every text; paragraphs are divided by them where nearly all lines are.
    // Of a text wrapped hard they say nothing: it has one behind every line.
    blankLines: width === 0 && gaps.length >= 8 && blank / gaps.length >= 0.8,
    indents: share(long) >= 0.6,
  };
}

const emptyLine = /^[ \t\u3000\u00a0]*\n[ \t\u3000\u00a0]*\n[ \t\u3000\u00a0\n]*$/;
const gapOf = (last: Span, line: Span): string =>
  line.doc.text.slice(endOf(last), Math.min(line.from, endOf(last) + 400));
const isIndented = ({ doc, from }: Span): boolean =>
  /[ \u3000\u00a0]{2}$|\u3000$/.test(doc.text.slice(Math.max(0, from - 2), from));

/** In a text that sets its paragraphs apart, an empty line or an indent begins one, if no page end stands between. */
function beginsParagraph(last: Span, line: Span, { blankLines, indents }: Layout): boolean {
  const gap = gapOf(last, line);
  if (gap.trim() !== '') return false;
  return (blankLines && emptyLine.test(gap)) || (indents && isIndented(line));
}

/** In Chinese characters; those of half width are half of one. */
function widthOf(text: string): number {
  let half = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 128) half++;
  return text.length - half / 2;
}

/** Blanks before a line, as far as they are an indent: what is set further in is centred. */
function indentOf({ doc, from }: Span): number {
  const blanks = /[ \u3000\u00a0]{1,9}$/.exec(doc.text.slice(Math.max(0, from - 9), from))?.[0] ?? '';
  const width = widthOf(blanks.replace(/\u00a0/g, ' '));
  return width <= 2.5 ? width : 0;
}

/**
 * The width at which a text was wrapped hard, 0 when it was not: many lines of almost the same, full, length; fewer will
 * do where they stop at a word, not at the end of a sentence.
 */
function wrapWidth(lines: readonly Span[]): number {
  if (lines.length < 8) return 0;
  const widths = lines.map((line) => (line.text.length > 130 ? 1000 : widthOf(line.text) + indentOf(line)));
  const longest = widths.reduce((most, width) => Math.max(most, width), 0);
  if (longest > 64 || longest < 14) return 0;
  const near = lines.filter((_, i) => widths[i]! >= longest - 2.5);
  const broken = near.filter(({ fold }) => /[\u4e00-\u9fff]$/.test(fold)).length;
  const share = near.length / lines.length;
  return share >= 0.3 || (share >= 0.15 && broken >= 5 && broken >= near.length * 0.6) ? longest : 0;
}
