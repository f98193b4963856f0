import { RuleViolation } from '@chuangwen/kernel';
import { decode } from '../file/decode';
import { kindOfBytes } from '../file/kind';
import type { Limits } from '../file/limits';
import { checkedEntries } from '../file/zip';
import { csvRows } from './csv-rows';
import type { Table } from './table';
import { workbookTables } from './workbook';

/**
 * The tables of a file, in one thread and without a deadline: what the worker runs. Told apart by content. null: no
 * spreadsheet. Throws RuleViolation notice.too-large, notice.broken-file.
 */
export async function sheetsOf(bytes: Uint8Array, file: string, limits: Limits): Promise<readonly Table[] | null> {
  const { kind } = kindOfBytes(bytes);
  const book =
    (kind === 'zip' && isWorkbook(bytes, file, limits)) || (kind === 'ole' && hasName(bytes, 'Workbook', 'Book'));
  if (book) return bounded(await workbookTables(bytes, file, limits), limits);
  if (kind !== 'text' || !/\.(?:csv|tsv)$/i.test(file)) return null;
  const decoded = decode(bytes);
  return decoded && bounded([{ name: file.replace(/\.[^.]*$/, ''), rows: csvRows(decoded.text, limits) }], limits);
}

function isWorkbook(bytes: Uint8Array, file: string, limits: Limits): boolean {
  try {
    return checkedEntries(bytes, limits).some(({ name }) => /^\/?xl\/workbook\.(?:xml|bin)$/i.test(name));
  } catch (error) {
    if (error instanceof RuleViolation) throw error;
    throw new RuleViolation('notice.broken-file', { file });
  }
}

/** A stream of an OLE file is found by its name in UTF-16, which the directory holds whatever else is broken. */
export const hasName = (bytes: Uint8Array, ...names: readonly string[]): boolean => {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return names.some((name) => data.includes(Buffer.from(`${name}\0`, 'utf16le')));
};

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
