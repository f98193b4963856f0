import { cellText, headingIn, isSpanned, type Table, type Title } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { fieldOf, type Field, type TableColumn } from './columns';

/** A row of a table: what it says by field, and what stands in columns that nobody knows. */
export type TableRow = Readonly<{
  sheet: string;
  /** As the spreadsheet counts, from 1. */
  row: number;
  /** Only columns that the table has; '' where the cell is empty. */
  cells: Readonly<Partial<Record<Field, string>>>;
  extra: readonly Readonly<{ title: string; value: string }>[];
}>;
export type ReadTable = Readonly<{ columns: readonly TableColumn[]; rows: readonly TableRow[] }>;

export const MOST_ROWS = 5_000;

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
  const heading = headingIn(table.rows, knownIn);
  if (!heading) return null;
  const columns = columnsOf(heading.titles.map(joined));
  const rows: TableRow[] = [];
  table.rows.slice(heading.below).forEach((line, i) => {
    const texts = columns.map((_, at) => cellText(line[at] ?? ''));
    if (texts.every((text) => text === '') || isSpanned(texts)) return;
    const cells: Partial<Record<Field, string>> = {};
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
  const seen = new Set<Field>();
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

/** A heading of two lines: `责任分工 / 牵头科室`. */
const joined = (title: Title): string => title.join(' / ');

/** How many columns are known; there must be a task, and two more. */
function knownIn(titles: readonly Title[]): number {
  const fields = new Set(titles.map(joined).map((title) => (title.length <= 40 ? fieldOf(title) : null)));
  fields.delete(null);
  return fields.has('title') && fields.size >= 3 ? fields.size : 0;
}
