import { claim, type Sheet } from '../head/furniture';
import { markerOf } from '../lines/numbering';
import { cover, part, trim, type Span } from '../source/mapped';
import { columnOf, type Column } from './table-columns';
import type { Row } from './table-cells';

const empty = (line: Span): Span => part(line, 0, 0);
const organ = /(?:局|科|办|委|室|部|处|站|院|校|镇|乡|中心|公司|单位|街道|队|会|所|组|社区|团委|机关|人|等)$/;
const time =
  /^(?:(?:19|20)\d{2}年)?\d{1,2}月|^(?:19|20)\d{2}[./-]\d|长期|全年|每[年月周日季]|常态|即日|持续|立即|年底|月底/;

/**
 * Tables whose bars are gone: a heading of column names, one a line or divided by blanks, and rows alike. Claims
 * their lines. The `numbered` ones are known by their numbers, so they can be read before the sign-off is looked for.
 */
export function looseTables(sheet: Sheet, numbered: boolean): Row[][] {
  const out: Row[][] = [];
  for (let i = 0; i < sheet.list.length; i++) {
    if (sheet.claimed[i] || sheet.list[i]!.text.length > 80 || sheet.list[i]!.fold.includes('|')) continue;
    const spaced = spacedCells(sheet.list[i]!);
    const made = isHeading(spaced) ? !numbered && spacedRows(sheet, i, spaced) : lineRows(sheet, i, numbered);
    if (!made) continue;
    claim(sheet, i, made.last);
    out.push(made.rows);
    i = made.last;
  }
  return out;
}

type Made = { rows: Row[]; last: number };
const plain = (cell: Span): string => cell.fold.replace(/[ \n]/g, '');
const known = (cell: Span): Column | null =>
  plain(cell).length > 0 && plain(cell).length <= 10 ? columnOf(plain(cell)) : null;

function isHeading(cells: readonly Span[]): boolean {
  const kinds = cells.map(known);
  return (
    cells.length >= 3 &&
    !kinds.includes(null) &&
    kinds.includes('task') &&
    (kinds.includes('responsible') || kinds.includes('deadline'))
  );
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
  return rows.length > 1 ? { rows, last } : null;
}

function lineRows(sheet: Sheet, i: number, numbered: boolean): Made | null {
  let n = 0;
  while (
    n < 10 &&
    sheet.list[i + n] &&
    !sheet.claimed[i + n] &&
    !sheet.list[i + n]!.fold.includes('|') &&
    known(sheet.list[i + n]!) !== null &&
    !markerOf(sheet.list[i + n]!.fold) &&
    isColumnWord(plain(sheet.list[i + n]!))
  )
    n++;
  const heads = sheet.list.slice(i, i + n);
  if (!isHeading(heads)) return null;
  const kinds = heads.map((head) => known(head)!);
  const rows: Row[] = [{ cells: heads, closed: true }];
  const byNumber = kinds[0] === 'number';
  if (byNumber !== numbered) return null;
  let k = i + n;
  while (k < sheet.list.length && !sheet.claimed[k]) {
    const end = byNumber ? numberedEnd(sheet, k, rows.length, n) : Math.min(k + n, sheet.list.length);
    if (end <= k || (!byNumber && end - k < n)) break;
    if (!byNumber && markerOf(sheet.list[k]!.fold)?.style === 'cn') break;
    rows.push({ cells: assign(sheet.list.slice(k, end), kinds), closed: true });
    k = end;
  }
  return rows.length > 1 ? { rows, last: k - 1 } : null;
}

const isColumnWord = (text: string): boolean =>
  /^(?:序号|编号)$|任务|内容|措施|目标|事项|单位|部门|科室|责任|时限|时间|期限|备注|项目|类别|领导|要求|进度|指标|配合|联系/.test(
    text,
  );

/** The row of number `n` goes to the line before number n + 1. */
function numberedEnd(sheet: Sheet, k: number, n: number, columns: number): number {
  if (sheet.list[k]!.fold.replace(/[.、 ]/g, '') !== String(n)) return k;
  const most = Math.min(sheet.list.length, k + columns * 6 + 20);
  for (let end = k + 1; end < most; end++) {
    if (
      sheet.claimed[end] ||
      sheet.list[end]!.fold.replace(/[.、 ]/g, '') === String(n + 1) ||
      /^[一二三四五六七八九十]{1,3}、/.test(sheet.list[end]!.fold)
    )
      return end;
    // The last row: as many lines as there are columns.
    if (
      end - k >= columns &&
      !sheet.list.slice(end, most).some((line) => line.fold.replace(/[.、 ]/g, '') === String(n + 1))
    )
      return end;
  }
  return Math.min(most, k + columns);
}

/** One line a cell where the count is right; else by what the lines look like, so that nothing lands in a column by chance. */
function assign(lines: readonly Span[], kinds: readonly Column[]): Span[] {
  if (lines.length === kinds.length) return [...lines];
  const cells = kinds.map(() => empty(lines[0]!));
  let rest = [...lines];
  if (kinds[0] === 'number') cells[0] = rest.shift()!;
  const due = kinds.indexOf('deadline');
  const at = rest.findLastIndex((line) => line.text.length < 24 && time.test(line.fold));
  if (due >= 0 && at > 0) {
    cells[due] = rest[at]!;
    rest = rest.slice(0, at);
  }
  const who = kinds.indexOf('responsible');
  let from = rest.length;
  while (from > 1 && rest[from - 1]!.text.length <= 20 && organ.test(trim(rest[from - 1]!, '、,;').fold)) from--;
  if (who >= 0 && from < rest.length) cells[who] = cover(rest[from]!, rest.at(-1)!);
  const work = rest.slice(0, who >= 0 ? from : rest.length);
  const task = kinds.includes('task') ? kinds.indexOf('task') : kinds.indexOf('topic');
  if (task >= 0 && work.length > 0) cells[task] = cover(work[0]!, work.at(-1)!);
  return cells;
}
