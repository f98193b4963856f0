import { organEnd } from '../lines/lexicon';
import type { Span } from '../source/mapped';
import { claim, type Sheet } from './furniture';
import { innerDocuments, readNumber, readRedHead } from './number';
import { planBehind, planEnding, quoted } from './plan-title';
import { claimRegister, registered } from './register';
import { endOfHead, titlePart, titlesIn, type Titles } from './title-lines';

export type { Titles };

const noticeEnding = /(?:通知|通报|意见|函|决定|报告|请示|批复|公告|通告)(?: ?\([^()]{1,40}\))*$/;
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
