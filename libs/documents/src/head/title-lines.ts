import { organEnd, titleEnd } from '../lines/lexicon';
import { organLine } from '../lines/glue-head';
import { markerOf } from '../lines/numbering';
import { cover, part, trim, type Span } from '../source/mapped';
import { cutBefore, type Sheet } from './furniture';

export type Titles = {
  title: Span | null;
  planTitle: Span | null;
  number: Span | null;
  redHead: Span | null;
  /** The paragraph behind the notice's title. */
  bodyAt: number;
  /** No line says that it is a title; the first short one was taken. */
  guessed: boolean;
};

/** A title and the paragraphs that it takes up. */
export type TitleLines = { span: Span; first: number; last: number };

export const ending = new RegExp(`${titleEnd}(?: ?\\([^()]{1,40}\\))*$`);
/** A line that can be (part of) a title: no sentence, no label, no number. */
export const titlePart = (line: string): boolean =>
  line.length <= 90 &&
  !line.includes('|') &&
  !/[。;!?]|[,:]$/.test(line) &&
  !/^(?:附 ?件|抄 ?送|主题词)/.test(line) &&
  !markerOf(line) &&
  /[\u4e00-\u9fff]/.test(line) &&
  !/\d{1,2}:\d{2}/.test(line) &&
  !/^\(?\d{4}[-年./ \d月日]{4,24}\)?$/.test(line);

/** "…的通知_公告公示_某县人民政府": what the page adds to the title. */
function withoutSite(span: Span): Span {
  const at = span.fold.indexOf('_');
  return at > 6 && ending.test(span.fold.slice(0, at)) ? part(span, 0, at) : span;
}

/** The head ends with the addressees, the first section or the first paragraph that is a sentence after a title. */
export function endOfHead(sheet: Sheet): number {
  let title = false;
  for (let i = 0; i < Math.min(sheet.list.length, 60); i++) {
    const line = sheet.list[i]!.fold;
    if (sheet.claimed[i]) continue;
    if (/^\|.*[^| ]|\|.*\|/.test(line)) return i;
    if (markerOf(line) && title) return i;
    if (title && (line.endsWith(':') || /[。;]/.test(line))) return i;
    if (titlePart(line) && (ending.test(line.replace(/[】 -]+$|_.*$/, '')) || /^通 {1,8}知$/.test(line))) title = true;
  }
  return Math.min(sheet.list.length, 60);
}

export function titlesIn(sheet: Sheet, from: number, to: number): TitleLines[] {
  const out: TitleLines[] = [];
  for (let i = from; i < to; i++) {
    if (sheet.claimed[i]) continue;
    const found = titleAt(sheet, i, to);
    if (!found) continue;
    const whole = withSubtitle(sheet, found);
    out.push(whole);
    i = whole.last;
  }
  return out;
}

/** "(2021-2023年)", "(试行)" on the line below belongs to the title; the date of the document does not. */
export function withSubtitle(sheet: Sheet, found: TitleLines): TitleLines {
  const below = sheet.list[found.last + 1];
  const more =
    below !== undefined &&
    !sheet.claimed[found.last + 1] &&
    /^\((?:\d{4} ?年? ?- ?\d{4} ?年(?:度)?|\d{4} ?年度?|试行|暂行|讨论稿|征求意见稿|送审稿|草案|修订稿?)\)$/.test(
      below.fold,
    );
  return more ? { ...found, span: cover(found.span, below), last: found.last + 1 } : found;
}

/** A title that begins here, over up to four lines. */
export function titleAt(sheet: Sheet, i: number, to: number): TitleLines | null {
  const first = withoutSite(trim(sheet.list[i]!, '-*_#'));
  if (/^(?:紧 {0,8}急 {0,8})?(?:通 {0,8}知|公 {0,8}告|通 {0,8}告|倡 {0,4}议 {0,4}书|启 {0,8}事)$/.test(first.fold))
    return { span: first, first: i, last: i };
  if (/^【[^【】]{2,40}】$/.test(first.fold) && ending.test(first.fold.slice(1, -1)))
    return { span: part(first, 1, first.text.length - 1), first: i, last: i };
  // "任 务 交 办 单": letters set apart over the width of the page are a title's.
  if (spacedOut.test(first.fold) && ending.test(first.fold.replace(/ /g, '')))
    return { span: first, first: i, last: i };
  if (!titlePart(first.fold) || first.text.length < 4) return null;
  const next = sheet.list[i + 1];
  const organFirst = organsBeforeAbout(sheet, i, to);
  if (ending.test(first.fold) && !organFirst && !unbalanced(first.fold)) return { span: first, first: i, last: i };
  const opens =
    organFirst ||
    unbalanced(first.fold) ||
    /关于/.test(first.fold) ||
    // "快捷搜索:论文 合同": no title has a colon in the middle.
    (first.text.length >= 6 &&
      !first.fold.includes(':') &&
      !organLine.test(first.fold) &&
      next !== undefined &&
      next.text.length < 40);
  if (!opens) return null;
  for (let last = i + 1; last < Math.min(to, i + 5); last++) {
    const line = sheet.list[last]!;
    if (sheet.claimed[last] || !titlePart(line.fold)) return null;
    const span = cover(first, line);
    if (span.text.length > 140) return null;
    // A line that is a whole title of its own needs nothing of what stands above it.
    if (!organFirst && !unbalanced(first.fold) && wholeTitle.test(line.fold)) return null;
    if (ending.test(line.fold) && !unbalanced(span.fold)) return { span, first: i, last };
  }
  return null;
}

const wholeTitle = new RegExp(
  `^(?:[\u4e00-\u9fff()]{3,30}${organEnd})?关于.{4,}的(?:通知|通报|意见|函|决定|公告|报告)$`,
);

/** One to three organisations, one a line, and below them "关于…". */
function organsBeforeAbout(sheet: Sheet, i: number, to: number): boolean {
  let k = i;
  while (k < Math.min(to, i + 3) && !sheet.claimed[k] && organLine.test(sheet.list[k]!.fold)) k++;
  return (
    k > i &&
    k < sheet.list.length &&
    !sheet.claimed[k] &&
    !cutBefore(sheet, k) &&
    /^(?:关于|\d{4} ?年|(?:创建|争创|开展|深化|推进|迎接|参与|落实|贯彻).{6,})/.test(sheet.list[k]!.fold)
  );
}

const spacedOut = /^(?:[\u4e00-\u9fff] {1,8}){3,}[\u4e00-\u9fff]$/;
const unbalanced = (line: string): boolean =>
  line.lastIndexOf('《') > line.lastIndexOf('》') || line.lastIndexOf('(') > line.lastIndexOf(')');
