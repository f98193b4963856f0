import { RuleViolation } from '@chuangwen/kernel';
import { decode } from '../file/decode';
import { above, left, type FlatCell } from '../file/flat-table';
import { htmlToText } from '../file/html';
import { kindOfBytes, looksLikeHtml } from '../file/kind';
import type { Limits } from '../file/limits';
import { hasName } from '../file/doc/ole';
import { packageOf } from '../file/package';
import { entriesOf } from '../file/zip';
import { markInRows } from '../head/marked-cells';
import { refuse, refuseMarkedLines } from '../head/marks';
import { ditto } from '../parts/table-columns';
import { csvRows } from './csv-rows';
import type { Table } from './table';
import { workbookSheets, type SheetRows } from './workbook';

/**
 * The sheets of a file, in one thread and without a deadline: what the worker runs. Told apart by content, but what is
 * separated by commas by its name. null: no spreadsheet. Throws RuleViolation notice.too-large, notice.broken-file.
 */
export async function sheetRows(bytes: Uint8Array, file: string, limits: Limits): Promise<SheetRows[] | null> {
  const { kind } = kindOfBytes(bytes);
  if (kind === 'zip' && packageOf(entriesOf(bytes, file, limits).map(({ name }) => name)) === 'sheet')
    return workbookSheets(bytes, file, limits);
  if (kind === 'ole' && hasName(bytes, 'EncryptedPackage')) throw new RuleViolation('notice.password', { file });
  if (kind === 'ole' && hasName(bytes, 'Workbook', 'Book') && !hasName(bytes, 'WordDocument'))
    return workbookSheets(bytes, file, limits);
  // Many a system calls a page, or cells between tabs, a workbook.
  if (kind !== 'text' || !/\.(?:csv|tsv|xlsx?|et)$/i.test(file)) return null;
  const decoded = decode(bytes);
  if (decoded && looksLikeHtml(decoded.text)) return [{ name: '', margin: '', rows: pageRows(decoded.text, limits) }];
  return decoded && [{ name: file.replace(/\.[^.]*$/, ''), margin: '', rows: csvRows(decoded.text, limits) }];
}

/** The rows of the tables of a web page; what stands between them is a row of one cell. */
const pageRows = (text: string, limits: Limits): FlatCell[][] => {
  const lines = htmlToText(text)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length > limits.rows) throw new RuleViolation('notice.too-large', { limit: `${limits.rows} 行 rows` });
  const rows = lines.map((line) =>
    line
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim()),
  );
  const width = rows.reduce((most, { length }) => Math.max(most, length), 0);
  if (width * rows.length > limits.cells)
    throw new RuleViolation('notice.too-large', { limit: `${limits.cells} 个单元格 cells` });
  return rows.map((row) => Array.from({ length: width }, (_, c) => (row[c] === ditto ? above : (row[c] ?? ''))));
};

/** The same as tables, hidden rows too, hidden sheets not: what reaches over several cells stands in each of them. */
export async function tablesOf(bytes: Uint8Array, file: string, limits: Limits): Promise<readonly Table[] | null> {
  const sheets = await sheetRows(bytes, file, limits);
  refuseMarked(sheets ?? []);
  return (
    sheets &&
    bounded(
      sheets.filter(({ unseen }) => !unseen?.whole).map(({ name, rows }) => ({ name, rows: repeated(rows) })),
      limits,
    )
  );
}

/** Of each sheet, hidden ones too, its head and what is printed on its pages. Throws RuleViolation notice.classified. */
export function refuseMarked(sheets: readonly SheetRows[]): void {
  for (const { margin, rows, unseen } of sheets) {
    refuseMarkedLines(margin.split('\n'));
    const texts = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : '')));
    // Where something is hidden, its head may be anywhere.
    const hidden = (r: number, c: number) => unseen?.rows.has(r) || unseen?.columns.has(c) || false;
    refuse(markInRows(texts, unseen ? rows.length : undefined, hidden));
  }
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
