import type { CellValue, RequestColumn } from '@chuangwen/contracts';
import type { Table } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { readCell, type CellFault } from './cells';
import { whyNoData } from './header';
import { titleKey } from './words';

export const MOST_ROWS = 2000;

export type UploadedRow = Readonly<{
  /** As the spreadsheet counts it. */
  row: number;
  fate: 'taken' | 'wrong' | 'total' | 'remark';
  cells: readonly CellValue[];
  faults: readonly Readonly<{ column: string; fault: CellFault }>[];
}>;

export type UploadedSheet = Readonly<{
  rows: readonly UploadedRow[];
  /** Columns of the request that the file lacks; columns of the file that nobody asked for. */
  lacking: readonly string[];
  unasked: readonly string[];
}>;

const WITHIN = 20;

/** A filled-in table matched by its columns' titles. Throws RuleViolation `answer.other-table`, `answer.too-many-rows`. */
export function readFilledSheet(tables: readonly Table[], columns: readonly RequestColumn[]): UploadedSheet {
  const found = tables.flatMap((table) => placesIn(table, columns) ?? []);
  const best = found.sort((a, b) => b.known - a.known)[0];
  if (!best) throw new RuleViolation('answer.other-table');
  const { table, header, places } = best;
  const rows = table.rows.slice(header + 1).flatMap((cells, i): UploadedRow[] => {
    const row = header + i + 2;
    if (cells.every((cell) => cell.trim() === '')) return [];
    const why = whyNoData(cells);
    if (why) return [{ row, fate: why, cells: [], faults: [] }];
    const read = columns.map((column, at) => readCell(cells[places[at] ?? -1]?.trim() ?? null, column));
    const faults = read.flatMap(({ fault }, at) => (fault ? [{ column: columns[at]!.title, fault }] : []));
    return [{ row, fate: faults.length > 0 ? 'wrong' : 'taken', cells: read.map(({ value }) => value), faults }];
  });
  if (rows.length > MOST_ROWS) throw new RuleViolation('answer.too-many-rows', { limit: MOST_ROWS });
  const titles = new Set(columns.map(({ title }) => titleKey(title)));
  const head = (table.rows[header] ?? []).map((cell) => cell.trim());
  return {
    rows,
    lacking: columns.filter((_, at) => places[at] === -1).map(({ title }) => title),
    unasked: head.filter((cell) => cell !== '' && !titles.has(titleKey(cell)) && !/^(序号|编号)$/.test(cell)),
  };
}

type Places = Readonly<{ table: Table; header: number; places: readonly number[]; known: number }>;

function placesIn(table: Table, columns: readonly RequestColumn[]): Places | null {
  let best: Places | null = null;
  for (const [header, cells] of table.rows.slice(0, WITHIN).entries()) {
    const keys = cells.map(titleKey);
    const places = columns.map(({ title }) => keys.indexOf(titleKey(title)));
    const known = places.filter((place) => place >= 0).length;
    if (known > (best?.known ?? 0)) best = { table, header, places, known };
  }
  return best && best.known * 2 >= columns.length ? best : null;
}
