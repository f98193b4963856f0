import { RuleViolation } from '@chuangwen/kernel';
import type * as Library from '@e965/xlsx';
import type { CellObject, Range, WorkBook, WorkSheet } from '@e965/xlsx';
import type { Limits } from '../file/limits';
import { above, left, type FlatCell } from '../file/flat-table';
import { kindOfBytes } from '../file/kind';
import { stored, unpack } from '../file/zip';

type Xlsx = typeof Library;
type Cells = readonly (readonly (CellObject | undefined)[] | undefined)[];

/**
 * A sheet whose cells say where another one reaches over them; `margin` is what is printed over and under its pages.
 * `unseen`: which rows and columns nobody sees who opens it, or all of it.
 */
export type SheetRows = { name: string; margin: string; rows: FlatCell[][]; unseen?: Unseen };
export type Unseen = Readonly<{ whole: boolean; rows: ReadonlySet<number>; columns: ReadonlySet<number> }>;

/** The sheets of an xlsx, xls or et workbook. Nothing in it is run: formulas give the value that was saved with them. */
export async function workbookSheets(bytes: Uint8Array, file: string, limits: Limits): Promise<SheetRows[]> {
  const library = await import('@e965/xlsx');
  // The library would inflate what it is given without a bound.
  const parts = kindOfBytes(bytes).kind === 'zip' ? unpack(bytes, file, limits, /\.(?:xml|rels|bin)$/i) : null;
  const margin = parts ? marginOf(parts) : '';
  const safe = parts ? stored(parts) : bytes;
  // What is asked for only where it may say something: it takes memory.
  const styles = parts ? [...parts].some(([name, xml]) => isSheet.test(name) && mayHide(name, xml)) : true;
  const book = parsed(library, safe, file, limits, styles);
  const hidden = (i: number) => (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0;
  const later = book.Workbook?.WBProps?.date1904 ? 1462 : 0;
  return book.SheetNames.slice(0, limits.sheets).flatMap((name, i) => {
    const sheet = book.Sheets[name];
    if (!sheet) return [];
    const unseen = unseenOf(sheet, hidden(i));
    // Nobody reads a hidden list of a hundred thousand rows, but a mark at its head counts.
    const some = hidden(i) ? { ...sheet, '!data': sheet['!data']?.slice(0, hiddenRows) ?? [] } : sheet;
    return [{ name, margin, rows: rowsOf(library, some, later, limits), ...(unseen && { unseen }) }];
  });
}

const hiddenRows = 1_000;
const isSheet = /^xl\/worksheets\/[^/]{1,80}\.(?:xml|bin)$/i;
const mayHide = (name: string, xml: Buffer): boolean => name.endsWith('.bin') || xml.includes('hidden=');

function unseenOf(sheet: WorkSheet, whole: boolean): Unseen | null {
  const places = (list: readonly ({ hidden?: boolean } | undefined)[] | undefined): ReadonlySet<number> => {
    const out = new Set<number>();
    list?.forEach((one, i) => one?.hidden && out.add(i));
    return out;
  };
  const [rows, columns] = [places(sheet['!rows']), places(sheet['!cols'])];
  return whole || rows.size > 0 || columns.size > 0 ? { whole, rows, columns } : null;
}

/** What is printed over and under the pages, a line each; `&C&14` and the like say how. */
const marginOf = (parts: ReadonlyMap<string, Buffer>): string =>
  [...parts]
    .filter(([name]) => /^xl\/worksheets\/[^/]{1,80}\.xml$/i.test(name))
    .flatMap(([, xml]) => [
      ...xml
        .subarray(-50_000)
        .toString('utf8')
        .matchAll(/<(?:odd|even|first)(?:Header|Footer)>([^<]{0,500})</g),
    ])
    .flatMap(([, text]) =>
      text!.replaceAll('&amp;', '&').split(/&(?:[LCRPNDTFAGBIUSEXY]|"[^"]{0,60}"|\d{1,3}|K[0-9A-F]{6})/),
    )
    .join('\n');

function parsed(library: Xlsx, bytes: Uint8Array, file: string, limits: Limits, cellStyles: boolean): WorkBook {
  try {
    return library.read(bytes, {
      type: 'array',
      dense: true,
      cellStyles,
      sheetStubs: false,
      cellNF: true,
      cellFormula: false,
      cellHTML: false,
      sheetRows: limits.rows + 1,
    });
  } catch {
    throw new RuleViolation('notice.broken-file', { file });
  }
}

/** Only what is there counts: a sheet may say of itself that it is a million rows long. Row i of the sheet is row i of the table. */
function rowsOf(library: Xlsx, sheet: WorkSheet, later: number, limits: Limits): FlatCell[][] {
  const cells = (sheet['!data'] ?? []) as Cells;
  if (cells.length > limits.rows) throw new RuleViolation('notice.too-large', { limit: `${limits.rows} 行 rows` });
  const merges = sheet['!merges'] ?? [];
  let letters = 0;
  for (const row of cells) row?.forEach((cell) => (letters += typeof cell?.v === 'string' ? cell.v.length : 0));
  if (letters > limits.letters)
    throw new RuleViolation('notice.too-large', { limit: `${limits.letters} 个字 characters` });
  const rows = cells.map((row) => textsOf(library, row ?? [], later));
  let [height, width] = [0, 0];
  rows.forEach((row, r) => {
    const last = row.findLastIndex((text) => text !== '');
    if (last < 0) return;
    height = r + 1;
    width = Math.max(width, last + 1);
  });
  // A merged cell at the edge reaches beyond the last cell that has text.
  for (const { s, e } of merges.slice(0, mostMerges))
    if (s.r < height && s.c < width && (rows[s.r]?.[s.c] ?? '') !== '') {
      if (e.r - s.r < 200) height = Math.max(height, Math.min(e.r + 1, limits.rows));
      if (e.c - s.c < 60) width = Math.max(width, e.c + 1);
    }
  if (height * width > limits.cells)
    throw new RuleViolation('notice.too-large', { limit: `${limits.cells} 个单元格 cells` });
  const table: FlatCell[][] = Array.from({ length: height }, (_, r) =>
    Array.from({ length: width }, (__, c) => rows[r]?.[c] ?? ''),
  );
  let covered = 0;
  for (const merge of merges.slice(0, mostMerges)) covered += cover(table, merge, limits.cells - covered);
  return table;
}

const mostMerges = 20_000;

function cover(table: FlatCell[][], { s, e }: Range, most: number): number {
  let done = 0;
  for (let r = s.r; r <= Math.min(e.r, table.length - 1); r++)
    for (let c = s.c; c <= Math.min(e.c, table[r]!.length - 1); c++) {
      if (++done > most) throw new RuleViolation('notice.too-large', { limit: `${most} 个单元格 cells` });
      if (r > s.r) table[r]![c] = above;
      else if (c > s.c) table[r]![c] = left;
    }
  return done;
}

/** Not `map`: a row may have a hole of sixteen thousand cells, which stays one. */
function textsOf(library: Xlsx, row: readonly (CellObject | undefined)[], later: number): string[] {
  const out: string[] = [];
  row.forEach((cell, c) => {
    if (cell) out[c] = textOf(library, cell, later);
  });
  return Array.from(out, (text) => text ?? '');
}

function textOf({ SSF }: Xlsx, { t, v, w, z }: CellObject, later: number): string {
  if (v === undefined || v === null) return '';
  if (t === 'n' && typeof v === 'number') {
    const format = typeof z === 'string' ? z : 'General';
    if ((SSF as Formats).is_date(format) && /d/i.test(withoutLiterals(format)) && v >= 1) return dayOf(v + later);
    // A number of twelve digits is shown as 1.38E+11, which nobody meant.
    if (format === 'General' && Number.isInteger(v)) return String(v);
  }
  if (t === 'e') return w ?? '';
  return (w ?? String(v)).replace(/\r\n?/g, '\n').trim();
}

type Formats = { is_date(format: string): boolean };
const withoutLiterals = (format: string): string => format.replace(/"[^"]{0,50}"|\\.|\[[^\]]{0,50}\]/g, '');

/** Serial days count from the last of December 1899; the time of day is told where there is one. */
function dayOf(serial: number): string {
  const at = new Date(Date.UTC(1899, 11, serial < 60 ? 31 : 30) + Math.round(serial * 86_400) * 1000);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return String(serial);
  const [day, time] = at.toISOString().split('T');
  return time!.startsWith('00:00') ? day! : `${day} ${time!.slice(0, 5)}`;
}
