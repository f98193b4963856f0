import { above, left, type FlatCell } from '../file/flat-table';
import type { SheetRows, Unseen } from './workbook';

/** What a person sees of the sheets who opens the file, and the texts that they don't, a row a line. */
export function seen(sheets: readonly SheetRows[]): { sheets: SheetRows[]; hidden: string } {
  const hidden: string[] = [];
  const shown = sheets.flatMap((sheet): SheetRows[] => {
    const { unseen, rows } = sheet;
    if (!unseen) return [sheet];
    rows.forEach((row, r) => {
      const gone = row.filter((_, c) => unseen.whole || unseen.rows.has(r) || unseen.columns.has(c));
      for (const cell of gone) if (typeof cell === 'string' && cell.trim() !== '') hidden.push(cell);
    });
    return unseen.whole ? [] : [{ ...sheet, rows: without(rows, unseen) }];
  });
  return { sheets: shown, hidden: hidden.join('\n') };
}

/** What is merged shows its text in the first of its rows and columns that is seen. */
function without(rows: readonly FlatCell[][], unseen: Unseen): FlatCell[][] {
  const all = rows.map((row) => [...row]);
  for (const r of unseen.rows)
    all[r + 1]?.forEach((cell, c) => {
      if (cell === above) all[r + 1]![c] = all[r]![c] ?? '';
    });
  for (const row of all) for (const c of unseen.columns) if (row[c + 1] === left) row[c + 1] = row[c] ?? '';
  return all.filter((_, r) => !unseen.rows.has(r)).map((row) => row.filter((_, c) => !unseen.columns.has(c)));
}
