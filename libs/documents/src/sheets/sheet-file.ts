import type { SheetOut } from './table';
import { writeCsv } from './write-csv';
import { writeWorkbook } from './write-workbook';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Sheets as a file, with its media type; CSV holds one table: the first. */
export async function sheetFile(
  format: 'xlsx' | 'csv',
  sheets: readonly [SheetOut, ...SheetOut[]],
): Promise<Readonly<{ bytes: Uint8Array; type: string }>> {
  return format === 'xlsx'
    ? { bytes: await writeWorkbook(sheets), type: XLSX }
    : { bytes: Buffer.from(writeCsv(sheets[0])), type: 'text/csv; charset=utf-8' };
}
