import { RuleViolation } from '@chuangwen/kernel';
import type { Warning } from '../notice';
import { garbledAt } from '../lines/garbled';
import type { Paragraphs } from '../lines/paragraphs';
import { ditto } from '../parts/table-columns';
import { fold } from '../source/fold';
import type { Span } from '../source/mapped';
import type { Sheet } from './furniture';
import { LEVEL, starred, starredWithin } from './levels';
import { markInRows } from './marked-cells';

// In brackets or bare, with its star or its term: 【机密】, (机密), *机密*, 机密·1年, 机密 特急.
const secret = new RegExp(
  `^[【[(〔《*]? ?(?:密[级級] ?[:] ?)?(${LEVEL}) ?[】\\])〕》]?(?: ?(?:★|☆|\\*) ?.{0,12}| ?$| {2,}.{0,30}$| ?[·・.]? ?(?:\\d{1,2} ?年|长期)(?= |$)|(?= ?(?:特急|加急|急件)))`,
);
/** In a line of what the document says of itself: 文号：… 密级：机密 份号：…. */
const labelled = new RegExp(`(?:^|[ ,;])(?:.{0,2}密[级級]|保密等级) ?: ?(${LEVEL})(?=[ ,;★☆*·.)\\]】]|$)`);
const internal =
  /^(?:内部(?:资料|文件|材料|使用|传阅)?|仅供内部.{0,8})[,，。!]?(?:注意保存|不得外传|严禁外传|请勿外传|注意保管)?$|^【?内部(?:资料|文件|使用)】?/;
/** What others than the state call secret: 工作秘密, 核心商业秘密, 核心机密. */
const ownSecret =
  /^(?:\| ?)?[【[(《*]? ?(?:密[级級] ?:? ?)?((?:(?:核心|普通|重要|一般) ?)?(?:工作|商业|企业|公司|内部) ?(?:秘密|[机機]密)|(?:核心|普通) ?(?:商密|[机機]密|秘密))(?: ?[】\])》*]| ?[★☆*].{0,14}| ?\||$)/;

/**
 * Refuses what carries a classification mark, "机密★1年": at its head, or at the head of a later part, an annex, in a table
 * there. The word in a sentence is no mark, nor is a list of other papers. Throws RuleViolation notice.classified.
 */
export function refuseClassified(list: readonly Span[]): void {
  for (let i = 0; i < list.length; i++) {
    const end = tableEnd(list, i);
    if (end > i) {
      refuse(markInRows(list.slice(i, end).map(cellsOf), i < headLines || startsPart(list, i) ? headLines : 0));
      i = end - 1;
      continue;
    }
    const line = list[i]!;
    refuse((i < headLines ? markIn(line.fold) : later(list, i))?.[1]);
  }
}

/** The same of what stands by itself somewhere, hidden text say: each line may be a mark. */
export function refuseMarkedLines(lines: readonly string[]): void {
  for (const line of lines) refuse(markInLine(line)?.[1]);
}

/** The same of a page of which nobody knows what is its head, a slide: where several levels are named, it tells of them. */
export function refuseMarkedPage(lines: readonly string[]): void {
  const found = lines.map(markInLine).filter((one) => one !== null);
  refuse(found.find(([whole]) => /[★☆]/.test(whole))?.[1]);
  const levels = new Set(found.map(([, level]) => level!.replace(/ /g, '')));
  if (levels.size === 1) refuse([...levels][0]);
}

const markInLine = (line: string): RegExpExecArray | null =>
  line.includes('密') ? markIn(fold(line.slice(0, 200).replace(/[\u200b-\u200f\u2060\ufeff]/g, '')).trim()) : null;

/** In a folded line where a head may be. */
const markIn = (text: string): RegExpExecArray | null =>
  (text.length < 60 ? (secret.exec(text) ?? labelled.exec(text)) : null) ?? starredWithin.exec(text.slice(0, 200));

/** Throws RuleViolation notice.classified. */
export function refuse(mark: string | null | undefined): void {
  if (mark) throw new RuleViolation('notice.classified', { mark: mark.replace(/ /g, '') });
}

const headLines = 15;
const short = (line: Span): boolean => line.text.length < 60;
const alone = new RegExp(`^(?:密[级級] ?: ?)?(${LEVEL})(?: ?(?:特急|加急|急件))?$`);
const word = new RegExp(LEVEL);
/** What stands near a mark at the head of a document: the number of an annex or of the document, its urgency, its copy number. */
const atHead =
  /^附 ?件 ?[\d一二三四五六七八九十]{0,3} ?(?::|$)|[〔[] ?\d{4} ?[\]〕].{0,6}号|^(?:特急|加急|平急|特提|急件)$|^\d{6}$/;

/** Beyond the head a mark has its star, or stands alone where a new head begins. */
function later(list: readonly Span[], i: number): RegExpExecArray | null {
  const { fold: text } = list[i]!;
  if (!word.test(text)) return null;
  const mark = short(list[i]!) ? alone.exec(text) : null;
  const near = mark && list.slice(i - 4, i + 5).some((line) => atHead.test(line.fold));
  return near ? mark : starred.exec(text);
}

const startsPart = (list: readonly Span[], i: number): boolean =>
  list.slice(Math.max(0, i - 4), i).some((line) => atHead.test(line.fold));

/** Behind the last line of the table that begins at this one; this one where none does. */
function tableEnd(list: readonly Span[], i: number): number {
  let end = i;
  while (end < list.length && isRow(list[end]!)) end++;
  return end;
}

const isRow = ({ fold: text }: Span): boolean => text.startsWith('|');
const cellsOf = ({ fold: text }: Span): string[] =>
  text
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => (cell.trim() === ditto ? '' : cell));

/** What may be entered after a second look, by what stands at its head or in the margin of its pages. */
export function headWarnings(list: readonly Span[]): Warning[] {
  const out: Warning[] = [];
  if (list.slice(0, 8).some((line) => internal.test(line.fold))) out.push({ code: 'mark.internal' });
  for (const line of list.slice(0, headLines)) {
    const found = isRow(line) ? cellsOf(line).map((cell) => ownSecret.exec(cell.trim())) : [ownSecret.exec(line.fold)];
    const mark = short(line) && found.find((one) => one !== null)?.[1];
    if (mark) return [...out, { code: 'mark.not-of-state', params: { mark: mark.replace(/ /g, '') } }];
  }
  return out;
}

/** What a clerk should know about the document as a whole. */
export function documentWarnings(pages: Paragraphs, sheet: Sheet): Warning[] {
  const out: Warning[] = [];
  const { lines, phrases, joined } = pages.removed;
  if (lines + phrases > 0) out.push({ code: 'text.noise-removed', params: { lines, phrases } });
  if (joined > 0) out.push({ code: 'text.lines-joined', params: { count: joined } });
  const bad = garbledAt(pages.doc.text);
  if (bad.length > 0) out.push({ code: 'text.garbled', params: { count: bad.length, text: around(pages, bad[0]!) } });
  out.push(...headWarnings(pages.list));
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
