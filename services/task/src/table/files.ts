import { writeCsv, writeWorkbook, type SheetOut } from '@chuangwen/documents';
import { attachment } from '../files/disposition';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A sheet as a file to be downloaded: bytes, media type, disposition. */
export async function fileOf(sheet: SheetOut, format: 'xlsx' | 'csv', name: string) {
  const bytes = format === 'xlsx' ? await writeWorkbook([sheet]) : Buffer.from(writeCsv(sheet));
  const type = format === 'xlsx' ? XLSX : 'text/csv; charset=utf-8';
  return { bytes, type, length: bytes.length, disposition: attachment(`${name}.${format}`) };
}
