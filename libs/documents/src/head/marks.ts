import { RuleViolation } from '@chuangwen/kernel';
import type { Warning } from '../notice';
import { garbledAt } from '../lines/garbled';
import type { Paragraphs } from '../lines/paragraphs';
import type { Span } from '../source/mapped';
import type { Sheet } from './furniture';

// In brackets or bare, in a cell of the head's table, with its star or its term: 【机密】, (机密), *机密*, 机密·1年, | 秘密 | 特急 |.
const secret =
  /^(?:\| ?)?[【[(〔《*]? ?(?:密[级級] ?[:] ?)?(秘 {0,4}密|[机機] {0,4}密|[绝絕] {0,4}密) ?[】\])〕》]?(?: ?(?:★|☆|\*) ?.{0,12}| ?$| ?\|| {2,}.{0,30}$| ?[·・.]? ?(?:\d{1,2} ?年|长期)(?= |$|\|)|(?= ?(?:特急|加急|急件)))/;
const inside = /(秘密|[机機]密|[绝絕]密) ?[★☆]/;
const internal =
  /^(?:内部(?:资料|文件|材料|使用|传阅)?|仅供内部.{0,8})[,，。!]?(?:注意保存|不得外传|严禁外传|请勿外传|注意保管)?$|^【?内部(?:资料|文件|使用)】?/;

/**
 * Refuses what carries a classification mark, "机密★1年": at its head, or at the head of a later part, an annex, a cell.
 * The word in a sentence is no mark.
 */
export function refuseClassified(list: readonly Span[]): void {
  list.forEach((line, i) => {
    const found = i < headLines ? (short(line) ? secret.exec(line.fold) : null) : later(list, i);
    const mark = found ?? (i < headLines ? inside.exec(line.fold.slice(0, 200)) : null);
    if (mark) throw new RuleViolation('notice.classified', { mark: mark[1]!.replace(/ /g, '') });
  });
}

const headLines = 15;
const short = (line: Span): boolean => line.text.length < 60;
const starred = /(?:^|\|) ?(?:\d{4,8} {1,8})?(?:密[级級] ?: ?)?(秘 {0,4}密|[机機] {0,4}密|[绝絕] {0,4}密) ?[★☆*]/;
const alone = /^(?:密[级級] ?: ?)?(秘 {0,4}密|[机機] {0,4}密|[绝絕] {0,4}密)(?: ?(?:特急|加急|急件))?$/;
/** What stands near a mark at the head of a document: the number of an annex or of the document, its urgency, its copy number. */
const atHead =
  /^附 ?件 ?[\d一二三四五六七八九十]{0,3} ?(?::|$)|〔 ?\d{4} ?〕.{0,6}号|^(?:特急|加急|平急|特提|急件)$|^\d{6}$/;

/** Beyond the head a mark has its star, or stands alone where a new head begins. */
function later(list: readonly Span[], i: number): RegExpExecArray | null {
  const { fold } = list[i]!;
  if (!/秘 {0,4}密|[机機] {0,4}密|[绝絕] {0,4}密/.test(fold)) return null;
  const mark = short(list[i]!) ? alone.exec(fold) : null;
  const near = mark && list.slice(i - 4, i + 5).some((line) => atHead.test(line.fold));
  return near ? mark : starred.exec(fold);
}

/** What a clerk should know about the document as a whole. */
export function documentWarnings(pages: Paragraphs, sheet: Sheet): Warning[] {
  const out: Warning[] = [];
  const { lines, phrases, joined } = pages.removed;
  if (lines + phrases > 0) out.push({ code: 'text.noise-removed', params: { lines, phrases } });
  if (joined > 0) out.push({ code: 'text.lines-joined', params: { count: joined } });
  const bad = garbledAt(pages.doc.text);
  if (bad.length > 0) out.push({ code: 'text.garbled', params: { count: bad.length, text: around(pages, bad[0]!) } });
  if (pages.list.slice(0, 8).some((line) => internal.test(line.fold))) out.push({ code: 'mark.internal' });
  const last = pages.list.at(-1);
  if (last && !sheet.claimed[pages.list.length - 1] && cutOff(last))
    out.push({ code: 'text.truncated', params: { text: last.text.slice(-16) } });
  return out;
}

const around = (pages: Paragraphs, { from, to }: { from: number; to: number }): string =>
  pages.doc.text.slice(Math.max(0, from - 6), Math.min(to + 6, from + 40)).replace(/\n/g, ' ');

/** A last line that is body text and has no end. */
const cutOff = (line: Span): boolean =>
  line.text.length > 14 &&
  !/[。;!?:…|)\]】》"”'日份员长人]$/.test(line.fold) &&
  !/(?:名单|表|联系人.{0,20}|电话.{0,20})$/.test(line.fold);
