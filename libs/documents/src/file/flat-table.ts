import { ditto } from '../parts/table-columns';

/** A cell of a table: its text, or that a cell above or at the left reaches over it. */
export type FlatCell = string | typeof above | typeof left;
export const above = Symbol('covered by the cell above');
export const left = Symbol('covered by the cell at the left');

/**
 * The lines that the reader of notices takes for a table: a row a line, cells between bars. What stands alone in its row
 * before the heading or behind the last row is a line of text: a title, a remark.
 */
export function flatTable(rows: readonly (readonly FlatCell[])[]): string[] {
  const columns = usedColumns(rows);
  const all = rows.map((row) => columns.map((c) => row[c] ?? '')).filter((row) => texts(row).length > 0);
  const whole = all.map((row) => texts(row).length > 1 || (row.length > 1 && row.includes(above)));
  const from = whole.indexOf(true);
  const to = whole.lastIndexOf(true);
  return all.flatMap((row, i) => {
    if (columns.length < 2 || from < 0 || i < from || i > to) return texts(row).join(' ').split('\n');
    if (!whole[i]) return [`| ${oneLine(texts(row)[0]!)} |`];
    return [`| ${row.map(shown).join(' | ')} |`];
  });
}

const texts = (row: readonly FlatCell[]): string[] =>
  row.filter((cell): cell is string => typeof cell === 'string' && cell.trim() !== '').map((cell) => cell.trim());

const shown = (cell: FlatCell): string => (cell === above ? ditto : cell === left ? '' : oneLine(cell));

/** Names one a line are a list; a numbered line stays apart; what is left is a sentence that was wrapped. */
export function oneLine(cell: string): string {
  const lines = cell
    .replaceAll('|', '｜')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > 1 && lines.every((line) => line.length <= 16 && !/[，。；：,;:]/.test(line)))
    return lines.map((line) => line.replace(/、$/, '')).join('、');
  return lines
    .reduce((all, line) => all + (startsItem.test(line) || bothLatin(all, line) ? ' ' : '') + line, '')
    .trim();
}

const startsItem = /^(?:[（(]?\d{1,2}[)）.、．]|[①-⑳]|[（(][一二三四五六七八九十]{1,3}[)）])/;
export const bothLatin = (a: string, b: string): boolean => /[A-Za-z0-9,.]$/.test(a) && /^[A-Za-z0-9]/.test(b);

/** The columns in which any row says anything. */
function usedColumns(rows: readonly (readonly FlatCell[])[]): number[] {
  const used = new Set<number>();
  for (const row of rows) row.forEach((cell, c) => typeof cell === 'string' && cell.trim() !== '' && used.add(c));
  return [...used].sort((a, b) => a - b);
}
