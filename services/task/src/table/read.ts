import type { Table } from '@chuangwen/documents';
import type { TableField } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { fieldOf, type TableColumn } from './columns';

/** A row of a table: what it says by field, and what stands in columns that nobody knows. */
export type TableRow = Readonly<{
  sheet: string;
  /** As the spreadsheet counts, from 1. */
  row: number;
  /** Only columns that the table has; '' where the cell is empty. */
  cells: Readonly<Partial<Record<TableField, string>>>;
  extra: readonly Readonly<{ title: string; value: string }>[];
}>;
export type ReadTable = Readonly<{ columns: readonly TableColumn[]; rows: readonly TableRow[] }>;

const HEADING_WITHIN = 20;
export const MOST_ROWS = 5_000;

/** One cell's text as it is compared: an apostrophe that keeps a CSV from being run is not part of it. */
export const cellText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .trim()
    .replace(/^'(?=[=+\-@\t\r])/, '');

/** Throws RuleViolation `table.no-heading`, `table.too-many-rows`. Sheets without a heading are other sheets. */
export function readTable(tables: readonly Table[]): ReadTable {
  const read = tables.map(readSheet).filter((sheet) => sheet !== null);
  const [first, ...others] = read;
  if (!first) throw new RuleViolation('table.no-heading');
  const rows = read.flatMap((sheet) => sheet.rows);
  if (rows.length > MOST_ROWS) throw new RuleViolation('table.too-many-rows', { limit: MOST_ROWS });
  const known = new Set(first.columns.map(({ title }) => title));
  const more = others
    .flatMap(({ columns }) => columns)
    .filter(({ field, title }) => field === null && !known.has(title));
  return { columns: [...first.columns, ...more], rows };
}

function readSheet(table: Table): ReadTable | null {
  const heading = headingOf(table.rows);
  if (!heading) return null;
  const columns = columnsOf(heading.titles);
  const rows: TableRow[] = [];
  table.rows.slice(heading.below).forEach((line, i) => {
    const texts = columns.map((_, at) => cellText(line[at] ?? ''));
    if (texts.every((text) => text === '') || isNote(texts)) return;
    const cells: Partial<Record<TableField, string>> = {};
    const extra: { title: string; value: string }[] = [];
    columns.forEach(({ title, field }, at) => {
      if (field === null) extra.push({ title, value: texts[at] ?? '' });
      else cells[field] ??= texts[at] ?? '';
    });
    rows.push({ sheet: table.name, row: heading.below + i + 1, cells, extra });
  });
  return { columns, rows };
}

/** A second column of the same meaning is one that nobody knows, so that neither is lost. Columns without a title and content go. */
function columnsOf(titles: readonly string[]): TableColumn[] {
  const seen = new Set<TableField>();
  const named = new Map<string, number>();
  return titles.map((title, at) => {
    const field = fieldOf(title);
    const first = field !== null && !seen.has(field);
    if (first) seen.add(field);
    const shown = title === '' ? `第${at + 1}列` : title;
    const times = (named.get(shown) ?? 0) + 1;
    named.set(shown, times);
    return { title: times > 1 ? `${shown}（${times}）` : shown, field: first ? field : null };
  });
}

/** A line merged over the whole table (“注：……”) stands in each cell. */
const isNote = (texts: readonly string[]): boolean =>
  texts.length > 2 && texts[0] !== '' && texts.every((text) => text === texts[0]);

type Heading = Readonly<{ titles: readonly string[]; below: number }>;

/** The line, or the two lines, in which most columns are known; there must be a task, and two more. Title lines stand above. */
function headingOf(rows: Table['rows']): Heading | null {
  let best: (Heading & { known: number }) | null = null;
  const width = Math.max(0, ...rows.slice(0, HEADING_WITHIN).map((row) => row.length));
  for (let at = 0; at < Math.min(HEADING_WITHIN, rows.length); at += 1) {
    const upper = padded(rows[at] ?? [], width);
    const lower = padded(rows[at + 1] ?? [], width);
    const single = { titles: upper, below: at + 1, known: knownIn(upper) };
    const double = { titles: joined(upper, lower), below: at + 2, known: knownIn(joined(upper, lower)) };
    // A line that says one thing all over is a title above the heading.
    const twofold = double.known > single.known && new Set(upper).size > 2 && isLower(upper, lower);
    const found = twofold ? double : single;
    if (found.known >= 3 && found.known > (best?.known ?? 0)) best = found;
  }
  if (!best) return null;
  const end = best.titles.findLastIndex((title) => title !== '') + 1;
  return { titles: best.titles.slice(0, end), below: best.below };
}

const padded = (row: readonly string[], width: number): string[] =>
  Array.from({ length: width }, (_, i) => cellText(row[i] ?? '').replace(/\s{0,20}\n\s{0,20}/g, ''));

/** Two lines are a heading only where the lower one holds nothing but parts of it: a line of data repeats no title. */
const isLower = (upper: readonly string[], lower: readonly string[]): boolean =>
  lower.every((text, i) => text === '' || text === upper[i] || isPart(upper, text, i));

/** Below a title that spans several columns. */
const isPart = (upper: readonly string[], text: string, at: number): boolean =>
  text.length <= 20 && upper[at] !== '' && (upper[at] === upper[at - 1] || upper[at] === upper[at + 1]);

const joined = (upper: readonly string[], lower: readonly string[]): string[] =>
  upper.map((title, i) => {
    const below = lower[i] ?? '';
    return below === '' || below === title ? title : title === '' ? below : `${title} / ${below}`;
  });

function knownIn(titles: readonly string[]): number {
  const fields = new Set(titles.map((title) => (title.length <= 40 ? fieldOf(title) : null)));
  fields.delete(null);
  return fields.has('title') ? fields.size : 0;
}
