import { edit, type Edit, type Mapped, type Span } from '../source/mapped';
import { parseDate } from '../dates/dates';
import { knownHeading, label, titleEnd } from './lexicon';
import { organLine } from './glue-head';
import { markerOf } from './numbering';

const begins = new RegExp(`^(?:${label} ?[:：]|${label}$|附 ?件 ?\\d|主题词|抄 ?送|第[一二三四五六七八九十]+阶段)`);
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
  const width = wrapWidth(lines);
  const edits: Edit[] = [];
  let joined = 0;
  let before = 0;
  // The beginning of the paragraph counts, not that of its last line: it is what says whether this is a heading.
  let paragraph = 0;
  lines.forEach((line, i) => {
    const last = lines[i - 1];
    const together = last !== undefined && continues(last, line, paragraph, width);
    if (together) joined++;
    paragraph = together ? paragraph + line.text.length : line.text.length;
    const latin = together && /[A-Za-z0-9]$/.test(last.fold) && /^[A-Za-z0-9]/.test(line.fold);
    const put = last === undefined ? '' : together ? (latin ? ' ' : '') : '\n';
    edits.push({ from: before, to: line.from, put });
    before = line.from + line.text.length;
  });
  edits.push({ from: before, to: doc.text.length });
  return { doc: edit(doc, edits), joined };
}

function continues(last: Span, line: Span, paragraph: number, width: number): boolean {
  const [a, b] = [last.fold, line.fold];
  if (isTableLine(a) || isTableLine(b)) return false;
  if (terminal.test(a)) return false;
  if (lostHeading.test(b) && (a.length < 30 || paragraph < 30)) return false;
  if (open.test(b)) return !/^[、]/.test(b) || /[\u4e00-\u9fff]$/.test(a);
  if (begins.test(b) || heading.test(b) || heading.test(a)) return false;
  const marker = markerOf(b);
  if (marker && !(marker.style === 'lost')) return false;
  if (isDateLine(b) || isDateLine(a)) return false;
  if (/[,、]$/.test(a)) return true;
  if (unclosed(a)) return a.length + b.length < 400;
  if (width > 0 && a.length >= width - 2) return !(endsTitle.test(a) && a.length < 30);
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

/** An opening bracket, or title mark, that the line does not close. */
function unclosed(line: string): boolean {
  const tail = line.slice(-200);
  return (
    tail.lastIndexOf('《') > tail.lastIndexOf('》') ||
    tail.lastIndexOf('(') > tail.lastIndexOf(')') ||
    (line.match(/“/g)?.length ?? 0) > (line.match(/”/g)?.length ?? 0)
  );
}

/** The width at which a text was wrapped hard, 0 when it was not: many lines of almost the same, full, length. */
function wrapWidth(lines: readonly Span[]): number {
  const counts = new Map<number, number>();
  for (const { text } of lines)
    if (text.length >= 18 && text.length <= 60) counts.set(text.length, (counts.get(text.length) ?? 0) + 1);
  const longest = lines.reduce((most, { text }) => Math.max(most, text.length), 0);
  if (longest > 64 || lines.length < 8) return 0;
  const near = [longest, longest - 1, longest - 2].reduce((sum, n) => sum + (counts.get(n) ?? 0), 0);
  return near / lines.length >= 0.3 ? longest : 0;
}
