/** A table read from a workbook: every cell as text as a person sees it (days as yyyy-mm-dd), merged cells repeated in each place they cover. */
export type Table = Readonly<{ name: string; rows: readonly (readonly string[])[] }>;

/** `width` in characters, a Chinese one counted as two. `day` is yyyy-mm-dd; what is no day in such a column stays text. */
export type Column = Readonly<{ title: string; kind?: 'text' | 'number' | 'day'; width?: number }>;

/** A sheet to be written. `text` cells are typed string cells, never formulas, also where they look like one. */
export type SheetOut = Readonly<{
  name: string;
  title?: string;
  columns: readonly Column[];
  rows: readonly (readonly (string | number | null)[])[];
}>;
