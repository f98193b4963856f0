import { claim, sheetOf, type Sheet } from '../head/furniture';
import { markerOf } from '../lines/numbering';
import { cover, part, type Span } from '../source/mapped';
import { alignedRows } from './align-lines';
import { headlessRows } from './headless-lines';
import { columnOf, type Column } from './table-columns';
import type { Row } from './table-cells';
import { isRegister, isShopping, isTold } from './table-register';

/**
 * Tables whose bars are gone: a heading of column names, one a line or divided by blanks, and rows alike. Claims
 * their lines, before a section and a deadline at the end of a row are taken for a sign-off.
 */
export function looseTables(sheet: Sheet): Row[][] {
  const out: Row[][] = [];
  for (let i = 0; i < sheet.list.length; i++) {
    if (sheet.claimed[i] || sheet.list[i]!.text.length > 200 || sheet.list[i]!.fold.includes('|')) continue;
    const headless = headlessRows(sheet, i);
    if (headless) {
      claim(sheet, i, headless.last);
      out.push(headless.rows);
      i = headless.last;
      continue;
    }
    if (sheet.list[i]!.text.length > 80) continue;
    if (!columnHint.test(sheet.list[i]!.fold)) continue;
    const spaced = spacedCells(sheet.list[i]!);
    const made = isHeading(spaced) ? spacedRows(sheet, i, spaced) : (wordRows(sheet, i) ?? lineRows(sheet, i));
    if (!made) continue;
    claim(sheet, made.first, made.last);
    out.push(made.rows);
    i = made.last;
  }
  return out;
}

const columnHint =
  /序号|编号|任务|内容|措施|目标|事项|单位|部门|科室|责任|时限|时间|期限|备注|项目|类别|领导|要求|进度|指标|标准|问题/;
type Made = { rows: Row[]; first: number; last: number };
const plain = (cell: Span): string => cell.fold.replace(/[ \n]/g, '');
const known = (cell: Span): Column | null =>
  plain(cell).length > 0 && plain(cell).length <= 10 ? columnOf(plain(cell)) : null;

const isHeading = (cells: readonly Span[]): boolean => kindsOf(cells) !== null;

/** What the columns hold; null where the names are no heading. Without a column of work it is what is measured, or named. */
function kindsOf(cells: readonly Span[]): Column[] | null {
  const kinds = cells.map(known).filter((kind) => kind !== null);
  if (cells.length < 3 || kinds.length < cells.length) return null;
  if (!kinds.includes('responsible') && !kinds.includes('deadline')) return null;
  const names = cells.map(plain);
  if (isShopping(names)) return null;
  if (kinds.includes('task')) return kinds;
  if (isRegister(names)) return null;
  const told = kinds.findIndex((kind, i) => kind === 'other' && isTold(names[i]!));
  const work = told >= 0 ? told : kinds.indexOf('topic');
  return work < 0 ? null : kinds.map((kind, i) => (i === work ? 'task' : kind));
}

function spacedCells(line: Span): Span[] {
  const out: Span[] = [];
  for (const found of line.fold.matchAll(/[^ ](?:[^ ]| (?! ))*/g))
    out.push(part(line, found.index, found.index + found[0].length));
  return out;
}

function spacedRows(sheet: Sheet, i: number, heads: readonly Span[]): Made | null {
  const rows: Row[] = [{ cells: [...heads], closed: true }];
  let last = i;
  for (let k = i + 1; k < sheet.list.length && !sheet.claimed[k]; k++) {
    const cells = spacedCells(sheet.list[k]!);
    if (cells.length !== heads.length) break;
    rows.push({ cells, closed: true });
    last = k;
  }
  return rows.length > 1 ? { rows, first: i, last } : null;
}

/** Cells divided by single blanks, which also stand within them: the words are laid out as lines are, a row begins a line. */
function wordRows(sheet: Sheet, i: number): Made | null {
  const heads = wordsOf(sheet.list[i]!);
  const kinds = kindsOf(heads);
  if (!kinds) return null;
  const words: Span[] = [];
  const lineOf: number[] = [];
  for (let k = i + 1; k < sheet.list.length && !sheet.claimed[k] && words.length < 1_500; k++) {
    const own = wordsOf(sheet.list[k]!);
    if (own.length === 1 && own[0]!.text.length > 60) break;
    words.push(...own);
    lineOf.push(...own.map(() => k));
  }
  const list = sheetOf(words);
  const found = alignedRows(list, 0, kinds, (k) => k === 0 || lineOf[k] !== lineOf[k - 1]);
  return found && { rows: [{ cells: heads, closed: true }, ...found.rows], first: i, last: lineOf[found.last]! };
}

const wordsOf = (line: Span): Span[] =>
  [...line.fold.matchAll(/[^ ]+/g)].map((found) => part(line, found.index, found.index + found[0].length));

function lineRows(sheet: Sheet, i: number): Made | null {
  const { heads, next } = headingLines(sheet, i);
  const kinds = kindsOf(heads);
  if (!kinds) return null;
  const plainly = alignedRows(sheet, next, kinds);
  // A name of a column that no list has stands before the known ones: "网格", then 任务, 责任人, 完成时限.
  const above = sheet.list[i - 1];
  const named = above && !sheet.claimed[i - 1] && /^[\u4e00-\u9fff]{2,6}$/.test(above.fold);
  const wider = named ? alignedRows(sheet, next, ['topic', ...kinds]) : null;
  if (wider && wider.score > (plainly?.score ?? 0))
    return { rows: [{ cells: [above!, ...heads], closed: true }, ...wider.rows], first: i - 1, last: wider.last };
  return plainly && { rows: [{ cells: heads, closed: true }, ...plainly.rows], first: i, last: plainly.last };
}

/** Column names one a line; a name may be broken over two lines ("任务", "名称"). */
function headingLines(sheet: Sheet, i: number): { heads: Span[]; next: number } {
  const heads: Span[] = [];
  let k = i;
  for (; heads.length < 10 && k < sheet.list.length; k++) {
    const line = sheet.list[k]!;
    if (sheet.claimed[k] || line.text.length > 12 || /[|,。;:]/.test(line.fold) || markerOf(line.fold)) break;
    const last = heads.at(-1);
    if (columnWord.test(plain(line))) heads.push(line);
    else if (last && secondHalf.test(plain(line))) heads[heads.length - 1] = cover(last, line);
    else if (last && /^[\u4e00-\u9fff]{2,6}$/.test(plain(line)) && columnWord.test(plain(sheet.list[k + 1] ?? line)))
      heads.push(line);
    else break;
  }
  return { heads, next: k };
}

const secondHalf = /^(?:名称|单位|部门|科室|时限|时间|期限|内容|领导|人|要求|措施|指标|事项)$/;
const columnWord =
  /^(?:序号|编号)$|任务|内容|措施|目标|事项|单位|部门|科室|责任|时限|时间|期限|备注|项目|类别|领导|要求|进度|指标|配合|联系|分值|标准|问题/;
