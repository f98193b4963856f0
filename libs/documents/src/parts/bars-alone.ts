import { columnOf } from './table-columns';
import type { Cell, Row } from './table-cells';
import { timeWords } from './time-words';

const columnWord = /^(?:序号|编号|备注|类别|项目)$|配合|协办|领导|责任人/;

/**
 * A table whose every bar stands on a line of its own has lost where its rows end: each cell came as a row. The heading
 * tells how many cells a row may have, and its last column, the deadline, where a row ends that is short of merged cells.
 */
export function withRows(rows: readonly Row[]): Row[] {
  const [only] = rows;
  if (only && rows.length <= 2 && only.cells.length >= 8) return everyCell(rows) ?? [...rows];
  if (rows.length < 6 || rows.some(({ cells }) => cells.length > 1)) return [...rows];
  const cells = rows.flatMap((row) => row.cells);
  const words = cells.map(({ fold }) => fold.replace(/[ \n]/g, ''));
  const other = words.findIndex((word) => word.length > 10 || (columnOf(word) === 'other' && !columnWord.test(word)));
  const kinds = words.slice(0, Math.max(0, other)).map(columnOf);
  const n = kinds.lastIndexOf('deadline') + 1;
  // Where a row ends is only known when it ends with the deadline.
  if (n < 3 || n !== kinds.length || !kinds.includes('task')) return [...rows];
  const out: Row[] = [{ cells: cells.slice(0, n), closed: true }];
  let row: Cell[] = [];
  cells.slice(n).forEach((cell, i) => {
    row.push(cell);
    const last = n + i === cells.length - 1;
    if (row.length < n && !last && !(row.length > 1 && cell.text.length < 30 && timeWords.test(cell.fold))) return;
    out.push({ cells: row, closed: rows[n + i]!.closed });
    row = [];
  });
  return out;
}

/** "| 序号", "| 工作任务", "| 1", "| …": a bar before each cell and none behind a row, the heading's own among them. */
function everyCell(rows: readonly Row[]): Row[] | null {
  const cells = rows.flatMap((row) => row.cells);
  const words = cells.map(({ fold }) => fold.replace(/[ \n]/g, ''));
  const n = words.findIndex((word) => word.length > 10 || (columnOf(word) === 'other' && !columnWord.test(word)));
  if (n < 3 || !words.slice(0, n).some((word) => columnOf(word) === 'task')) return null;
  const numbered = columnOf(words[0]!) === 'number';
  const out: Row[] = [{ cells: cells.slice(0, n), closed: true }];
  for (let from = n, to = n; from < cells.length; from = to) {
    to = from + 1;
    while (to < cells.length && to - from < n && !(numbered && /^\d{1,3}$/.test(words[to]!))) to++;
    out.push({ cells: cells.slice(from, to), closed: to - from === n || to < cells.length });
  }
  return out;
}
