import type { CellValue, RequestColumn } from '@chuangwen/contracts';
import { headingIn, type Table, type Title } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { LONGEST_TEXT, mustFit, readCell, type CellFault } from './cells';
import { joined, whyNoData, type NoData } from './header';
import { titleKey } from './words';

export const MOST_ROWS = 2000;

export type UploadedRow = Readonly<{
  /** As the spreadsheet counts it. */
  row: number;
  fate: 'taken' | 'wrong' | NoData;
  cells: readonly CellValue[];
  faults: readonly Readonly<{ column: string; fault: CellFault }>[];
}>;

export type UploadedSheet = Readonly<{
  rows: readonly UploadedRow[];
  /** Columns of the request that the file lacks; columns of the file that nobody asked for. */
  lacking: readonly string[];
  unasked: readonly string[];
}>;

/**
 * A filled-in table matched by its columns' titles. Throws RuleViolation `answer.other-table`, `answer.title-twice`,
 * `answer.too-many-rows`, `answer.too-many-cells`.
 */
export function readFilledSheet(tables: readonly Table[], columns: readonly RequestColumn[]): UploadedSheet {
  const found = tables.flatMap((table) => placesIn(table, columns) ?? []);
  const best = found.sort((a, b) => b.known - a.known)[0];
  if (!best) throw new RuleViolation('answer.other-table');
  const { table, titles, below, places } = best;
  const twice = columns.find((_, at) => places[at]!.length > 1);
  if (twice) throw new RuleViolation('answer.title-twice', { column: twice.title });
  const lines = table.rows.slice(below).flatMap((cells, i) => {
    const isEmpty = cells.every((cell) => cell.trim() === '');
    return isEmpty ? [] : [{ row: below + i + 1, cells, why: whyNoData(cells, titles) }];
  });
  if (lines.length > MOST_ROWS) throw new RuleViolation('answer.too-many-rows', { limit: MOST_ROWS });
  mustFit(lines.filter(({ why }) => why === null).length, columns);
  const rows = lines.map(({ row, cells, why }): UploadedRow => {
    if (why) return { row, fate: why, cells: [], faults: [] };
    const read = columns.map((column, at) => readCell(given(cells[places[at]![0] ?? -1]), column));
    const faults = read.flatMap(({ fault }, at) => (fault ? [{ column: columns[at]!.title, fault }] : []));
    return { row, fate: faults.length > 0 ? 'wrong' : 'taken', cells: read.map(({ value }) => value), faults };
  });
  const taken = new Set(places.flat());
  return {
    rows,
    lacking: columns.filter((_, at) => places[at]!.length === 0).map(({ title }) => title),
    unasked: titles
      .filter((_, at) => !taken.has(at))
      .map(joined)
      .filter((title) => title !== '' && !/^(序号|编号)$/.test(title)),
  };
}

/** Too long a text is a fault all the same, and no draft needs to keep all of it. */
const given = (cell: string | undefined): string | null => cell?.trim().slice(0, LONGEST_TEXT + 1) ?? null;

type Places = Readonly<{
  table: Table;
  titles: readonly Title[];
  below: number;
  /** For each column asked for where it stands: once, or not at all, or more than once. */
  places: readonly (readonly number[])[];
  known: number;
}>;

/** At least half of the columns must be there. */
function placesIn(table: Table, columns: readonly RequestColumn[]): Places | null {
  const keys = columns.map(({ title }) => titleKey(title));
  const of = (titles: readonly Title[]) => placesOf(titles, keys);
  const heading = headingIn(table.rows, (titles) => of(titles).filter((places) => places.length > 0).length);
  if (!heading) return null;
  const { titles, below } = heading;
  const places = of(titles);
  const known = places.filter((one) => one.length > 0).length;
  return known * 2 >= columns.length ? { table, titles, below, places, known } : null;
}

/** Of a title of two lines both are asked for (活动场次), or the lower one alone. */
function placesOf(titles: readonly Title[], keys: readonly string[]): (readonly number[])[] {
  const places = titles.map((_, at) => at);
  const whole = Map.groupBy(places, (at) => titleKey(joined(titles[at]!)));
  const last = Map.groupBy(places, (at) => titleKey(titles[at]!.at(-1) ?? ''));
  return keys.map((key) => whole.get(key) ?? last.get(key) ?? []);
}
