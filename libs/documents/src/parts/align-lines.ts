import type { Sheet } from '../head/furniture';
import { cover, part, trim, type Span } from '../source/mapped';
import { isName } from './names';
import type { Column } from './table-columns';
import type { Row } from './table-cells';
import { isTime, timeWords } from './time-words';

/** A table longer than this, or this many lines without a row, is none. */
const mostLines = 1_500;
const patience = 24;

const organ =
  /(?:局|科|办|委|室|部|处|站|院|校|镇|乡|中心|公司|单位|街道|队|会|所|组|社区|团委|机关|人|等|部门|厅|股|馆|村|园|行|店|工会|妇联|支部|党委)$/;

type Looks = { organ: boolean; person: boolean; time: boolean; length: number; number: boolean; goesOn: boolean };

const isOrgan = (name: string): boolean => organ.test(name.replace(/\([^()]{1,20}\)$/, ''));

/** `cut`: the text ends here, perhaps within a name. */
function looksOf(line: Span, cut: boolean): Looks {
  const words = trim(line, '、,;。').fold;
  return {
    // Each name of a list is one: "…,每500米设果皮箱一组" ends like a unit, and is none.
    organ: words.length <= 40 && words.split(/[、,; ]/).every((one, i, all) => one.length <= 14 && (isOrgan(one) || (cut && i > 0 && i === all.length - 1))),
    person: isName(words),
    time: isTimeCell(words),
    length: words.length,
    number: /^\d{1,3}[.、]?$/.test(line.fold),
    goesOn: /^[、,;)]/.test(line.fold),
  }; // prettier-ignore
}

/** "立即更换破损座椅" begins like a time, and is work. */
const isTimeCell = (words: string): boolean =>
  words.length < 28 &&
  timeWords.test(words) &&
  (words.length <= 6 || /^[^,]*\d|^[一二三四五六七八九十]/.test(words) || isTime(words));

/** How well a line fits a column, by what it looks like: above 0 it speaks for the column. */
function fits(looks: Looks, kind: Column): number {
  const { length } = looks;
  if (looks.number) return kind === 'number' ? 4 : kind === 'other' ? -1 : -5;
  switch (kind) {
    case 'number':
      return -5;
    case 'deadline':
      return looks.time ? 3 : length <= 8 ? -1.5 : -3;
    case 'responsible':
    case 'joint':
      return (looks.time ? -3 : looks.organ ? 2.2 : looks.person ? 1.2 : length <= 4 ? 0.4 : -2.5) - (kind === 'joint' ? 0.2 : 0);
    case 'topic':
      return looks.time ? -3 : length <= 12 ? (looks.organ ? 0.2 : 1) : -2;
    case 'task':
      return looks.time ? -3 : length >= 8 ? (looks.organ && length <= 20 ? -0.8 : 2) : looks.organ ? -1.5 : length >= 4 ? 0.6 : -1.5;
    case 'other':
      return looks.time || looks.organ ? -0.6 : length <= 4 ? 0.3 : length >= 8 ? 0.8 : 0;
  } // prettier-ignore
}

const skipped: Record<Column, number> = {
  number: 4,
  task: 7,
  responsible: 1,
  deadline: 0.9,
  joint: 0.5,
  topic: 0.9,
  other: 0.3,
};

/** A cell may run over several lines. */
function more(last: Looks, looks: Looks, kind: Column): number {
  if (looks.number) return -9;
  if (kind === 'number' || kind === 'deadline') return -4;
  const fit = fits(looks, kind);
  if (kind === 'topic') return last.length <= 4 && looks.length <= 4 ? 0.4 : fit - 1.5;
  if (kind === 'task') return looks.time ? -4 : looks.organ && !looks.goesOn ? -1.2 : looks.length > 12 ? 0.4 : -0.2;
  return (looks.goesOn ? 1 : fit) - 0.6;
}

type Step = { score: number; from: number; way: 'more' | 'next' | 'row' };

/**
 * Which line is which cell, when nothing but the lines is left: of all ways to lay the lines into the columns, in order, the
 * one in which each line looks most like its column. null when no two rows come of it. Linear in the number of lines.
 */
export function alignedRows(
  sheet: Sheet,
  from: number,
  kinds: readonly Column[],
  begins: (at: number) => boolean = () => true,
): { rows: Row[]; last: number; score: number } | null {
  const n = kinds.length;
  const skip = (a: number, b: number) => kinds.slice(a, b).reduce((sum, kind) => sum + skipped[kind], 0);
  const skips = kinds.map((_, a) => kinds.map((_, b) => skip(a, b)).concat(skip(a, n)));
  const steps: Step[][] = [];
  const seen: Looks[] = [];
  let best = { score: 0, line: -1, column: -1 };
  for (let k = 0; k < mostLines && from + k < sheet.list.length; k++) {
    const line = sheet.list[from + k]!;
    if (sheet.claimed[from + k] || line.text.length > 400 || line.fold.includes('|') || ends.test(line.fold)) break;
    if (k >= n && signsOff(sheet, from, from + k)) break;
    const looks = looksOf(line, from + k === sheet.list.length - 1);
    const before = steps[k - 1];
    const fit = kinds.map((kind) => fits(looks, kind));
    steps.push(
      kinds.map((kind, c) => {
        let step: Step = { score: -Infinity, from: -1, way: 'row' };
        const put = (score: number, came: number, way: Step['way']) => {
          if (score > step.score) step = { score, from: came, way };
        };
        if (!before) put(fit[c]! - skips[0]![c]!, -1, 'row');
        else
          for (let b = 0; b < n; b++) {
            const { score } = before[b]!;
            if (b === c) put(score + more(seen[k - 1]!, looks, kind), b, 'more');
            if (b < c) put(score + fit[c]! - (b + 1 < c ? skips[b + 1]![c]! : 0), b, 'next');
            if (begins(k)) put(score + fit[c]! - (b + 1 < n ? skips[b + 1]![n]! : 0) - skips[0]![c]!, b, 'row');
          }
        return step;
      }),
    );
    seen.push(looks);
    steps[k]!.forEach(({ score }, c) => {
      const whole = score - (c + 1 < n ? skips[c + 1]![n]! : 0);
      if (whole > best.score) best = { score: whole, line: k, column: c };
    });
    if (k - best.line > patience) break;
  }
  const rows = traced(sheet, from, kinds, steps, best);
  return rows.length >= 2 && best.score >= rows.length * 2.5
    ? { rows, last: from + best.line, score: best.score }
    : null;
}

const fullDate = /^(?:(?:19|20)\d{2}|二[〇零一二三四五六七八九]{3}) ?年.{1,4}月.{1,4}日$/;

/**
 * Organisations and a full date at the very end are no row where the deadlines of the table have no year, or where the
 * row above is whole: it ends with its time, or is the sum.
 */
function signsOff(sheet: Sheet, from: number, at: number): boolean {
  let last = at;
  while (last < at + 3 && isSigner(sheet.list[last])) last++;
  const date = sheet.list[last];
  if (last === at || !date || !fullDate.test(date.fold)) return false;
  const next = sheet.list[last + 1];
  if (next && sheet.claimed[last + 1] !== 1 && !footWords.test(next.fold)) return false;
  const above = sheet.list[at - 1]!.fold;
  if (timeWords.test(above) || /^\d{1,4}分?$|^(?:合计|总计|总分)/.test(above)) return true;
  return !sheet.list.slice(from, at).some(({ fold }) => fullDate.test(fold));
}
const isSigner = (line: Span | undefined): boolean =>
  line !== undefined && line.text.length >= 5 && line.text.length <= 40 && organ.test(line.fold);
const footWords = /^(?:抄 ?[送报]|主题词|附 ?件|联系|打印|关闭|分享|[上下]一[篇条]|(?:责任)?编辑|\(|来源|扫一扫)/;

/** A section of the text below. */
const ends = /^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,2}(?:章|部分)|附 ?件|备注 ?:|注 ?:|说明 ?:)/;

function traced(sheet: Sheet, from: number, kinds: readonly Column[], steps: readonly Step[][], end: { line: number; column: number }): Row[] {
  const rows: Row[] = [];
  let { line, column } = end;
  let cells: (Span | undefined)[] = [];
  while (line >= 0 && column >= 0) {
    const span = sheet.list[from + line]!;
    const behind = cells[column];
    cells[column] = behind ? cover(span, behind) : span;
    const step: Step = steps[line]![column]!;
    if (step.way === 'row') {
      rows.unshift({ cells: kinds.map((_, c) => cells[c] ?? part(span, 0, 0)), closed: true });
      cells = [];
    }
    column = step.from;
    line--;
  }
  return rows;
} // prettier-ignore
