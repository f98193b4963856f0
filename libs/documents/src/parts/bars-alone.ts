import { columnOf } from './table-columns';
import type { Cell, Row } from './table-cells';
import { timeWords } from './time-words';

const columnWord = /^(?:序号|编号|备注|类别|项目)$|配合|协办|领导|责任人/;

/**
 * A table whose every bar stands on a line of its own has lost where its rows end: each cell came as a row. The heading
 * tells how many cells a row may have, and its last column, the deadline, where a row ends that is short of merged cells.
 */
export function withRows(rows: readonly Row[]): Row[] {
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
