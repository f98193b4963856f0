import { organEnd, titleEnd } from '../lines/lexicon';
import { docNumber, docNumberStart, organLine } from '../lines/glue-head';
import { markerOf } from '../lines/numbering';
import { cover, part, trim, type Span } from '../source/mapped';
import { claim, cutBefore, type Sheet } from './furniture';

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

const ending = new RegExp(`${titleEnd}(?: ?\\([^()]{1,40}\\))*$`);
const noticeEnding = /(?:通知|通报|意见|函|决定|报告|请示|批复|公告|通告)(?: ?\([^()]{1,40}\))*$/;
const planEnding =
  /(?:方案|计划|安排|安排意见|意见|办法|细则|要点|制度|规划|预案|分解表|任务表|责任表|清单|分工|名单)(?: ?\([^()]{1,40}\))*$/;
const redHead = new RegExp(`^([\u4e00-\u9fff ()]{3,60}?) ?文 ?件$`);

/** A line that can be (part of) a title: no sentence, no label, no number. */
const titlePart = (line: string): boolean =>
  line.length <= 90 &&
  !line.includes('|') &&
  !/[。;!?]|[,:]$/.test(line) &&
  !/^(?:附 ?件|抄 ?送|主题词)/.test(line) &&
  !markerOf(line) &&
  /[\u4e00-\u9fff]/.test(line) &&
  !/\d{1,2}:\d{2}/.test(line) &&
  !/^\(?\d{4}[-年./ \d月日]{4,24}\)?$/.test(line);

/** A document within the document brings its own number; its line is no text of the item above it. */
function innerDocuments(sheet: Sheet): void {
  sheet.list.forEach((line, i) => {
    if (sheet.claimed[i] || line.text.length > 40) return;
    if (docNumber.exec(line.fold)?.[0].length !== line.text.length) return;
    claim(sheet, i);
    sheet.breaks.add(i);
  });
}

export function readTitles(sheet: Sheet, signedAt: number): Titles {
  const out: Titles = { title: null, planTitle: null, number: null, redHead: null, bodyAt: 0, guessed: false };
  claimRegister(sheet);
  const headEnd = endOfHead(sheet);
  readRedHead(sheet, headEnd, out);
  readNumber(sheet, Math.min(sheet.list.length, headEnd + 12), out);
  innerDocuments(sheet);
  const found = titlesIn(sheet, 0, headEnd);
  const notices = found.filter(({ span }) => noticeEnding.test(span.fold) && /关于|通知|通报/.test(span.fold));
  // 督查通报 with 第9期 below is the head of a series; what this one is about stands under it.
  const series = notices[0] && isSeries(sheet, notices[0].last + 1);
  const notice = (series && notices.find(({ span }) => /关于/.test(span.fold))) || notices[0];
  // "会议纪要" with 第6期 below it is such a head as well.
  const head = found[1] && found[0] && isSeries(sheet, found[0].last + 1) ? found[1] : found[0];
  // A page calls a document by a short name; the fuller one below it is its own.
  const fuller =
    head && !notice ? found.find((one) => one !== head && isFuller(one.span.fold, head.span.fold)) : undefined;
  const first = notice ?? fuller ?? head;
  if (first) {
    out.title = first.span;
    out.bodyAt = first.last + 1;
    runningHeads(sheet, first.span, first.last + 1);
    for (const one of found) {
      claim(sheet, one.first, one.last);
      // Behind the notice's own title a heading of the plan may follow at once.
      if (notice && one.first > notice.last && planEnding.test(one.span.fold)) out.planTitle ??= one.span;
    }
  } else if (!registered(sheet, out)) guess(sheet, headEnd, out);
  if (notice)
    out.planTitle ??= planBehind(sheet, Math.max(notice.last + 1, signedAt + 1, headEnd)) ?? quoted(notice.span);
  return out;
}

/** "…的通知_公告公示_某县人民政府": what the page adds to the title. */
function withoutSite(span: Span): Span {
  const at = span.fold.indexOf('_');
  return at > 6 && ending.test(span.fold.slice(0, at)) ? part(span, 0, at) : span;
}

/** The title again, at the head of a page or as a caption of the page: it belongs to no section. */
function runningHeads(sheet: Sheet, title: Span, from: number): void {
  for (let i = from; i < sheet.list.length; i++)
    if (!sheet.claimed[i] && sheet.list[i]!.fold === title.fold) claim(sheet, i);
}

const isFuller = (one: string, other: string): boolean =>
  one.length > other.length && one.slice(-8) === other.slice(-8);

const issueNumber =
  /^[(\[]?(?:\d{4} ?年)?[ ,·]{0,3}(?:总?第 ?[\d〇一二三四五六七八九十]{1,4} ?[期号])(?: ?\(总第 ?\d{1,4} ?期\))?[)\]]?(?:$| {1,40}[^。]{2,60}$)/;
const isSeries = (sheet: Sheet, at: number): boolean =>
  sheet.list.slice(at, at + 2).some((line) => issueNumber.test(line.fold));

const registerWord =
  /^\|? ?(?:索 ?引 ?号|信息分类|主题分类|公开[^|:]{0,6}|发布机构|发文机关|发文单位|发文字号|发文日期|成文日期|生成日期|发布日期|效力[^|:]{0,4}|有 ?效 ?性|名 {0,4}称|标 {0,4}题|文 {0,4}号|主题词|关键词|组配分类|体裁)[^|:]{0,4} ?[:|]/;
const registerLine = /^(?:索[取引]号|发布机构|发文机关|信息分类|名 {0,4}称|文 {0,4}号|发文日期|成文日期) +[^ ,。;]{4,}/;
const registeredName = /^\|? ?(?:名 {0,4}称|标 {0,4}题|文件名称) ?[:|] ?(?=.{6})/;

/** The box in which a government's page registers a document: its rows are no table of tasks, nor do they end the head. */
function claimRegister(sheet: Sheet): void {
  for (let i = 0; i < Math.min(sheet.list.length, 12); i++) {
    const line = sheet.list[i]!.fold;
    if (line.length < 300 && registerWord.test(line)) claim(sheet, i);
  }
  // Without colons or bars: one such line is a sentence, several are the box.
  const plain = sheet.list.slice(0, 12).flatMap((line, i) => (registerLine.test(line.fold.slice(0, 200)) ? [i] : []));
  if (plain.length > 1) for (const i of plain) claim(sheet, i);
}

/** Where the page has no title of its own, the register's will do. */
function registered(sheet: Sheet, out: Titles): boolean {
  const at = sheet.list.slice(0, 12).findIndex((line, i) => sheet.claimed[i] && registeredName.test(line.fold));
  if (at < 0) return false;
  const line = sheet.list[at]!;
  const end = line.fold.indexOf('|', 1 + line.fold.search(/[:|] ?(?=.{6})/));
  out.title = trim(part(line, registeredName.exec(line.fold)![0].length, end > 0 ? end : line.text.length), '|');
  out.bodyAt = at + 1;
  return true;
}

/** The head ends with the addressees, the first section or the first paragraph that is a sentence after a title. */
function endOfHead(sheet: Sheet): number {
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

function titlesIn(sheet: Sheet, from: number, to: number): { span: Span; first: number; last: number }[] {
  const out: { span: Span; first: number; last: number }[] = [];
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
function withSubtitle(sheet: Sheet, found: { span: Span; first: number; last: number }): typeof found {
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
function titleAt(sheet: Sheet, i: number, to: number): { span: Span; first: number; last: number } | null {
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

/** The heading of what the notice brings: behind the sign-off, or behind "附件1". */
function planBehind(sheet: Sheet, from: number): Span | null {
  for (let i = from; i < sheet.list.length; i++) {
    const line = sheet.list[i]!;
    if (sheet.claimed[i] || line.text.length > 90) continue;
    if (/^附 ?件? ?[\d一二三四五六七八九十]{0,2} ?:?$/.test(line.fold)) continue;
    const first = titleAt(sheet, i, Math.min(sheet.list.length, i + 4));
    const found = first && withSubtitle(sheet, first);
    if (found && planEnding.test(found.span.fold) && opensSomething(sheet, found)) {
      claim(sheet, found.first, found.last);
      sheet.breaks.add(found.first);
      return found.span;
    }
  }
  return null;
}

/** A heading is followed by a sentence or a numbered section, or stands behind "附件". */
function opensSomething(sheet: Sheet, at: { first: number; last: number }): boolean {
  // The number of the inner document stands between its title and its text.
  let next = at.last + 1;
  while (next < at.last + 3 && sheet.claimed[next]) next++;
  const behind = sheet.list[next];
  const before = sheet.list[at.first - 1];
  if (before && /^附 ?件? ?[\d一二三四五六七八九十]{0,2} ?:?$/.test(before.fold)) return true;
  return (
    behind !== undefined &&
    (behind.text.length > 20 || /。$/.test(behind.fold) || markerOf(behind.fold) !== null || /[|:]/.test(behind.fold))
  );
}

/** "关于印发《…》的通知" without the plan itself. */
function quoted(title: Span): Span | null {
  const found = /印发.{0,20}?《(.{4,80})》/.exec(title.fold);
  if (!found) return null;
  const from = found.index + found[0].length - 1 - found[1]!.length;
  return part(title, from, from + found[1]!.length);
}

function readRedHead(sheet: Sheet, to: number, out: Titles): void {
  for (let i = 0; i < Math.min(to, 6); i++) {
    const found = redHead.exec(sheet.list[i]!.fold);
    if (!found || ending.test(sheet.list[i]!.fold)) continue;
    out.redHead = trim(part(sheet.list[i]!, 0, found[1]!.length));
    claim(sheet, i);
    return;
  }
}

function readNumber(sheet: Sheet, to: number, out: Titles): void {
  for (let i = 0; i < to; i++) {
    const line = sheet.list[i]!;
    if (line.text.length > 60) continue;
    const found = docNumber.exec(line.fold);
    if (!found) continue;
    const at = found.index + docNumberStart(found[1]!);
    const rest = line.fold.slice(0, at).trim() + line.fold.slice(found.index + found[0].length).trim();
    // Alone on its line, but for "签发人" and the like beside it; never out of a sentence or a quoted title.
    if (/[《》,。;]/.test(rest) || (rest.length > 14 && !/签发人|文号|字号|编号/.test(rest))) continue;
    out.number = part(line, at, found.index + found[0].length);
    claim(sheet, i);
    return;
  }
}

/** No line ends like a title: the first short line before the body, if there is one. */
function guess(sheet: Sheet, to: number, out: Titles): void {
  for (let i = 0; i < Math.min(to, 6); i++) {
    const line = sheet.list[i]!;
    if (sheet.claimed[i]) continue;
    const next = sheet.list[i + 1];
    const fits =
      titlePart(line.fold) && line.text.length >= 6 && line.text.length <= 50 && /[\u4e00-\u9fff]{5}/.test(line.fold);
    if (!fits || !next || new RegExp(`^.{0,20}${organEnd}$`).test(line.fold) || /[:,、|]/.test(line.fold)) return;
    out.title = line;
    out.guessed = true;
    out.bodyAt = i + 1;
    claim(sheet, i);
    return;
  }
}
