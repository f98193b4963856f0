import type { Cell, Row, Sheet } from 'write-excel-file/node';
import type { Column, SheetOut } from './table';

/**
 * An xlsx workbook that opens in WPS and Excel. Text is typed string cells, days are real dates, numbers numbers; a title
 * over the heading where one is given; long text wraps, the heading stays in sight.
 */
export async function writeWorkbook(sheets: readonly SheetOut[]): Promise<Uint8Array> {
  const names = sheetNames(sheets);
  // Loaded when first needed: most processes never write one.
  const { default: writeXlsx } = await import('write-excel-file/node');
  const bytes = await writeXlsx(
    sheets.map((sheet, i) => sheetOf(sheet, names[i]!)),
    { fontFamily: '宋体', fontSize: 11 },
  ).toBuffer();
  return new Uint8Array(bytes);
}

function sheetOf({ title, columns, rows }: SheetOut, sheet: string): Sheet<never> {
  const width = Math.max(1, columns.length);
  const above: Row[] = title
    ? [[{ value: plain(title), type: String, fontWeight: 'bold', fontSize: 14, align: 'center', columnSpan: width }]]
    : [];
  const heading: Row = columns.map(({ title: name }) => ({
    value: plain(name),
    type: String,
    fontWeight: 'bold',
    align: 'center',
    alignVertical: 'center',
    wrap: true,
    ...border,
  }));
  return {
    sheet,
    data: [...above, heading, ...rows.map((row) => columns.map((column, i) => cellOf(row[i] ?? null, column)))],
    columns: columns.map((column) => ({ width: column.width ?? usualWidth(column) })),
    stickyRowsCount: above.length + 1,
  };
}

const border = { borderStyle: 'thin', borderColor: '#000000' } as const;
const layout = { wrap: true, alignVertical: 'top', ...border } as const;

function cellOf(value: string | number | null, { kind = 'text' }: Column): Cell {
  if (value === null || value === '') return { ...layout };
  if (typeof value === 'number')
    return kind === 'text' || !Number.isFinite(value)
      ? { ...layout, value: String(value), type: String, format: '@' }
      : { ...layout, value, type: Number };
  const day = kind === 'day' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
  const date = day && Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
  if (date && new Date(date).toISOString().startsWith(value))
    return { ...layout, value: new Date(date), type: Date, format: 'yyyy-mm-dd' };
  return { ...layout, value: plain(value), type: String, format: '@' };
}

const longest = 32_767;
const cut = '……（单元格放不下，以下略）';

/** What XML and a cell can hold: no control characters, no half of a pair, no more than a cell takes (and says so). */
function plain(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // Excel reads `_x0041_` as a letter.
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return clean.length > longest ? `${clean.slice(0, longest - cut.length).toWellFormed()}${cut}` : clean;
}

const usualWidth = ({ title, kind }: Column): number =>
  kind === 'day' ? 12 : Math.min(40, Math.max(10, [...title].length * 2 + 4));

/** A sheet's name has at most 31 characters, none of []:*?/\, and occurs once. */
function sheetNames(sheets: readonly SheetOut[]): string[] {
  const used = new Set<string>();
  return sheets.map(({ name }, i) => {
    const clean =
      plain(name)
        .replace(/[[\]:*?/\\\n\t]/g, ' ')
        .replace(/^'|'$/g, '')
        .trim() || `Sheet${i + 1}`;
    for (let n = 1; ; n++) {
      const tail = n > 1 ? ` ${n}` : '';
      const one = `${clean.slice(0, 31 - tail.length).toWellFormed()}${tail}`;
      if (used.has(one.toLowerCase())) continue;
      used.add(one.toLowerCase());
      return one;
    }
  });
}
