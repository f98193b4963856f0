import { writeCsv, writeWorkbook, type SheetOut } from '@chuangwen/documents';
import { StreamableFile } from '@nestjs/common';
import { inOne } from './report/as-table';

/** A table with its notes as a file that WPS and Excel open and do not run; `name` without ending, of plain letters. */
export async function asFile(
  format: 'csv' | 'xlsx',
  name: string,
  tables: readonly [table: SheetOut, notes: SheetOut],
): Promise<StreamableFile> {
  const disposition = `attachment; filename="${name}.${format}"`;
  if (format === 'csv')
    return new StreamableFile(Buffer.from(writeCsv(inOne(tables))), { type: 'text/csv; charset=utf-8', disposition });
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return new StreamableFile(await writeWorkbook(tables), { type, disposition });
}
