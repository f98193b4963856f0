import { columnOf } from '../../parts/table-columns';
import type { FlatCell } from '../flat-table';
import { cellsOf, textOf, type Line } from './geometry';
import type { PdfTable } from './ruled';

/** What stands on a page from top to bottom: lines of text and tables. */
export type Block = { line: Line } | { rows: readonly (readonly FlatCell[])[] };

/** Puts lines and ruled tables in order; a table without rules is told by its heading and by how its columns stand below it. */
export function blocksOf(lines: readonly Line[], tables: readonly PdfTable[]): Block[] {
  const all = [
    ...tables.map(({ top, rows }) => ({ y: top, block: { rows } })),
    ...alignedTables(lines).map((block) => ({ y: 'line' in block ? block.line.y : block.y, block })),
  ];
  return all.sort((a, b) => a.y - b.y).map(({ block }) => block);
}

type Aligned = { y: number; rows: string[][] };

function alignedTables(lines: readonly Line[]): ({ line: Line } | Aligned)[] {
  const out: ({ line: Line } | Aligned)[] = [];
  for (let i = 0; i < lines.length; i++) {
    const heads = cellsOf(lines[i]!);
    const found = isHeading(heads) ? columnsBelow(lines, i, heads) : null;
    if (found) {
      out.push({ y: lines[i]!.y, rows: found.rows });
      i = found.last;
    } else out.push({ line: lines[i]! });
  }
  return out;
}

function isHeading(cells: readonly Line[]): boolean {
  const names = cells.map((cell) => textOf(cell).replace(/\s/g, ''));
  if (names.length < 3 || names.some((name) => name.length > 10)) return false;
  const kinds = names.map(columnOf);
  return kinds.includes('task') && (kinds.includes('responsible') || kinds.includes('deadline'));
}

/** Rows below a heading. A row begins where its first column has text; a line whose text runs across columns ends the table. */
function columnsBelow(
  lines: readonly Line[],
  at: number,
  heads: readonly Line[],
): { rows: string[][]; last: number } | null {
  const rows = [heads.map(textOf)];
  const starts = heads.map(({ x }) => x);
  let last = at;
  for (let i = at + 1; i < lines.length; i++) {
    const cells = cellsOf(lines[i]!);
    const columns = cells.map(({ x, right, size }) => columnAt(starts, x, right, size));
    if (columns.includes(-1) || new Set(columns).size < columns.length) break;
    // Far below the row before: something else begins.
    if (lines[i]!.y - lines[i - 1]!.y > 4 * lines[i]!.size) break;
    const begins = columns.includes(0) || rows.length === 1;
    if (begins) rows.push(starts.map(() => ''));
    const row = rows.at(-1)!;
    cells.forEach((cell, k) => (row[columns[k]!] += textOf(cell)));
    last = i;
  }
  return rows.length > 1 ? { rows, last } : null;
}

function columnAt(starts: readonly number[], x: number, right: number, size: number): number {
  // Heads stand in the middle of their columns, so a cell may begin well before its head does.
  const reached = starts.filter((start) => start < right - size / 2).length - 1;
  const column = Math.max(0, reached);
  const next = starts[column + 1];
  const begins = starts.findLastIndex((start) => start <= x + size / 2);
  return (next === undefined || right < next) && column - Math.max(0, begins) <= 1 ? column : -1;
}
