import type { SheetOut } from './table';

/**
 * Where a cell could begin, for whoever reads the file and with whatever separator: at its own beginning, and behind a
 * separator, a quote or a line end within it. The full-width signs are formulas to a Chinese Excel as well.
 */
const startsFormula = /(^|[,;|\t\r\n"])(?=[=+\-@＝＋－＠])/g;

/** One cell of CSV (RFC 4180): neutralised, and quoted where it must be. Numbers are written as they are. */
function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = value.replace(/^(?=[\t\r])/, "'").replace(startsFormula, "$1'");
  return /[",;|\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * UTF-8 with a byte order mark, so that Excel and WPS show Chinese as Chinese; the heading is the first line, the title of the
 * sheet is left out. Text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function writeCsv({ columns, rows }: SheetOut): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map((_, i) => row[i]))];
  return `\ufeff${lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`;
}
