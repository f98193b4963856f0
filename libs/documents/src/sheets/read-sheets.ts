import { RuleViolation } from '@chuangwen/kernel';
import { decode } from '../file/decode';
import { above, left, type FlatCell } from '../file/flat-table';
import { kindOfBytes } from '../file/kind';
import type { Limits } from '../file/limits';
import { hasName } from '../file/doc/ole';
import { entriesOf } from '../file/zip';
import { csvRows } from './csv-rows';
import type { Table } from './table';
import { workbookSheets } from './workbook';

/** A sheet whose cells say where another one reaches over them. */
export type SheetRows = { name: string; rows: FlatCell[][] };

/**
 * The sheets of a file, in one thread and without a deadline: what the worker runs. Told apart by content, but what is
 * separated by commas by its name. null: no spreadsheet. Throws RuleViolation notice.too-large, notice.broken-file.
 */
export async function sheetRows(bytes: Uint8Array, file: string, limits: Limits): Promise<SheetRows[] | null> {
  const { kind } = kindOfBytes(bytes);
  if (kind === 'zip' && entriesOf(bytes, file, limits).some(({ name }) => isWorkbook.test(name)))
    return workbookSheets(bytes, file, limits);
  if (kind === 'ole' && hasName(bytes, 'EncryptedPackage')) throw new RuleViolation('notice.password', { file });
  if (kind === 'ole' && hasName(bytes, 'Workbook', 'Book') && !hasName(bytes, 'WordDocument'))
    return workbookSheets(bytes, file, limits);
  if (kind !== 'text' || !/\.(?:csv|tsv)$/i.test(file)) return null;
  const decoded = decode(bytes);
  return decoded && [{ name: file.replace(/\.[^.]*$/, ''), rows: csvRows(decoded.text, limits) }];
}

const isWorkbook = /^\/?xl\/workbook\.(?:xml|bin)$/i;

/** The same as tables: what reaches over several cells stands in each of them. */
export async function tablesOf(bytes: Uint8Array, file: string, limits: Limits): Promise<readonly Table[] | null> {
  const sheets = await sheetRows(bytes, file, limits);
  return (
    sheets &&
    bounded(
      sheets.map(({ name, rows }) => ({ name, rows: repeated(rows) })),
      limits,
    )
  );
}

function repeated(rows: readonly (readonly FlatCell[])[]): string[][] {
  const out: string[][] = [];
  rows.forEach((row, r) => {
    const texts: string[] = [];
    row.forEach((cell, c) =>
      texts.push(cell === left ? (texts[c - 1] ?? '') : cell === above ? (out[r - 1]?.[c] ?? '') : cell),
    );
    out.push(texts);
  });
  return out;
}

/** Merged cells repeat their text: a table of few words can become one of many. */
function bounded(tables: readonly Table[], limits: Limits): readonly Table[] {
  let [cells, letters] = [0, 0];
  for (const { rows } of tables)
    for (const row of rows) {
      cells += row.length;
      for (const text of row) letters += text.length;
      if (cells > limits.cells)
        throw new RuleViolation('notice.too-large', { limit: `${limits.cells} 个单元格 cells` });
      if (letters > limits.letters)
        throw new RuleViolation('notice.too-large', { limit: `${limits.letters} 个字 characters` });
    }
  return tables;
}
