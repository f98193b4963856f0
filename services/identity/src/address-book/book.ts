import { headingIn, isSpanned, repeatsHeading, type Table, type Title } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { meaningOf, nameKey, type Meaning } from './words';

export type BookRow = Readonly<{
  /** As the spreadsheet numbers it, from 1. */
  row: number;
  name: string;
  shortName: string;
  parent: string;
  category: string;
  level: string;
  code: string;
  contact: string;
  telephone: string;
}>;

export type BookColumn = Readonly<{ title: string; /** null: not used. */ meaning: Meaning | null }>;

export type Book = Readonly<{
  sheet: string;
  /** The row of the header. */
  header: number;
  columns: readonly BookColumn[];
  rows: readonly BookRow[];
  /** Rows that are no entries: headings between them, totals, remarks below. */
  passedOver: readonly number[];
  /** Rows that say the header over again. */
  repeated: readonly number[];
}>;

export const MOST_ROWS = 5_000;

/** The sheet that has a header with names of organisations. Throws RuleViolation `address-book.no-header`, `.title-twice`, `.empty`, `.too-many-rows`. */
export function readBook(tables: readonly Table[]): Book {
  const found = tables.flatMap((table) => headerOf(table) ?? []);
  const best = found.sort((a, b) => b.known - a.known)[0];
  if (!best) throw new RuleViolation('address-book.no-header');
  const { table, titles, columns, from } = best;
  const twice = titleTwice(titles);
  if (twice !== null) throw new RuleViolation('address-book.title-twice', { column: twice });
  const rows: BookRow[] = [];
  const passedOver: number[] = [];
  const repeated: number[] = [];
  table.rows.slice(from).forEach((cells, i) => {
    const row = from + i + 1;
    if (cells.every((cell) => cell.trim() === '')) return;
    if (isHeader(cells, titles, columns)) repeated.push(row);
    else if (isNoEntry(cells, columns)) passedOver.push(row);
    else rows.push(rowOf(row, cells, columns));
  });
  if (rows.length === 0) throw new RuleViolation('address-book.empty');
  if (rows.length > MOST_ROWS) throw new RuleViolation('address-book.too-many-rows', { limit: MOST_ROWS });
  return { sheet: table.name, header: from, columns, rows, passedOver, repeated };
}

type Header = Readonly<{
  table: Table;
  titles: readonly Title[];
  columns: BookColumn[];
  /** The first row below it. */ from: number;
  known: number;
}>;

/** 联系人 over 姓名 and 电话: the lower line says more, and what spans both lines stands in each. */
function headerOf(table: Table): Header | null {
  const heading = headingIn(table.rows, knownIn);
  if (!heading) return null;
  const { titles, below } = heading;
  return { table, titles, columns: columnsOf(titles), from: below, known: knownIn(titles) };
}

/** How many columns mean something; there must be names, and more than one title unless the table has one column. */
function knownIn(titles: readonly Title[]): number {
  const several = titles.length === 1 || new Set(titles.map((title) => title.at(-1) ?? '').filter(Boolean)).size > 1;
  const known = columnsOf(titles).filter(({ meaning }) => meaning !== null);
  return several && known.some(({ meaning }) => meaning === 'name') ? known.length : 0;
}

/** A meaning counts for the first column that has it. */
function columnsOf(titles: readonly Title[]): BookColumn[] {
  const taken = new Set<Meaning>();
  return titles.map((parts) => {
    const title = parts.at(-1) ?? '';
    const meaning = meaningOf(title);
    if (meaning === null || taken.has(meaning)) return { title, meaning: null };
    taken.add(meaning);
    return { title, meaning };
  });
}

/** A title of which nobody can say which column is meant: names, numbers of telephones twice. */
function titleTwice(titles: readonly Title[]): string | null {
  const seen = new Set<string>();
  for (const parts of titles) {
    const meaning = meaningOf(parts.at(-1) ?? '');
    if (meaning === null || meaning === 'number') continue;
    const key = nameKey(parts.join('/'));
    if (seen.has(key)) return parts.join('');
    seen.add(key);
  }
  return null;
}

/** The header over again, also in other words that mean the same. */
function isHeader(cells: readonly string[], titles: readonly Title[], columns: readonly BookColumn[]): boolean {
  if (repeatsHeading(cells, titles)) return true;
  const isSame = (cell: string, at: number) => cell.trim() === '' || meaningOf(cell) === (columns[at]?.meaning ?? '');
  const name = cells[columns.findIndex(({ meaning }) => meaning === 'name')] ?? '';
  return name.trim() !== '' && cells.every(isSame);
}

const REMARK = /^(合计|总计|小计|共计|注|备注|说明|填表说明|填表人|填报人|制表)([:：\s]|$)/u;

const NAMES: ReadonlySet<Meaning> = new Set(['name', 'shortName', 'parent']);

/** A line merged across the table or alone in it (一、市直部门), a total, a remark. */
function isNoEntry(cells: readonly string[], columns: readonly BookColumn[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const first = filled[0] ?? '';
  const name = (cells[columns.findIndex(({ meaning }) => meaning === 'name')] ?? '').trim();
  const numbered = /^[一二三四五六七八九十]+、/u.test(name);
  const heading = filled.length === 1 && (name === '' || numbered);
  // One may be called the same for short, or be put above itself: where nothing else is in the table, that is no line merged across it.
  const namesOnly = columns.every(({ meaning }) => meaning !== null && NAMES.has(meaning));
  const merged = isSpanned(cells) && (!namesOnly || columns.length < cells.length || numbered);
  return merged || heading || REMARK.test(first) || REMARK.test(name);
}

function rowOf(row: number, cells: readonly string[], columns: readonly BookColumn[]): BookRow {
  const of = (meaning: Meaning) => {
    const at = columns.findIndex((column) => column.meaning === meaning);
    return at < 0 ? '' : (cells[at] ?? '').replace(/\s+/gu, ' ').trim();
  };
  return {
    row,
    name: of('name'),
    shortName: of('shortName'),
    parent: of('parent'),
    category: of('category'),
    level: of('level'),
    code: of('code'),
    contact: of('contact'),
    telephone: of('telephone'),
  };
}
