import { sheetFile, type SheetOut } from '@chuangwen/documents';
import { download } from '@chuangwen/platform';
import type { StreamableFile } from '@nestjs/common';
import { inOne } from './report/as-table';

/** A table with its notes as a file that WPS and Excel open and do not run; `name` without ending. */
export async function asFile(
  format: 'csv' | 'xlsx',
  name: string,
  tables: readonly [table: SheetOut, notes: SheetOut],
): Promise<StreamableFile> {
  const sheets = format === 'csv' ? ([inOne(tables)] as const) : tables;
  return download(`${name}.${format}`, await sheetFile(format, sheets));
}
