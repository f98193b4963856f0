/** A cell that begins like this would be run as a formula by a spreadsheet; an apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

/** One cell of CSV (RFC 4180): neutralised, and quoted where it must be. Numbers are written as they are. */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** UTF-8 with a byte order mark, so that Excel shows Chinese as Chinese. */
export const csv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
