/** A column's title, of one or two lines: what spans it from above first (责任分工, 牵头科室). Empty: the column has none. */
export type Title = readonly string[];
/** `at`: its first row, `below`: the first row under it, both from 0. Columns on the right without a title are not in it. */
export type Heading = Readonly<{ titles: readonly Title[]; at: number; below: number }>;

type Rows = readonly (readonly string[])[];

const WITHIN = 20;
/** Characters of a title that stands below another one. */
const LONGEST_PART = 20;

/** A cell's text as it is compared: an apostrophe that keeps a CSV from being run is not part of it. */
export const cellText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .trim()
    .replace(/^'(?=[=+\-@\t\r])/, '');

/**
 * Where the heading of a table stands: of the first rows the line, or the two lines, that are `worth` most; the upper of two
 * that are worth the same, one line rather than two. `worth` is asked about titles, 0: these are none. After a row that `isData`
 * no heading is looked for, once there is one. null: there is none. Pure.
 */
export function headingIn(
  rows: Rows,
  worth: (titles: readonly Title[]) => number,
  isData: (cells: readonly string[]) => boolean = () => false,
): Heading | null {
  const width = rows.slice(0, WITHIN + 1).reduce((most, row) => Math.max(most, row.length), 0);
  let best: (Heading & { worth: number }) | null = null;
  for (let at = 0; at < Math.min(WITHIN, rows.length); at += 1) {
    const upper = textsOf(rows[at] ?? [], width);
    if (best && isData(upper)) break;
    const lower = textsOf(rows[at + 1] ?? [], width);
    const one = { titles: upper.map((text) => titleOf(text)), at, below: at + 1 };
    const single = { ...one, worth: worth(one.titles) };
    const found = twofold(upper, lower, at, single.worth, worth) ?? single;
    if (found.worth > (best?.worth ?? 0)) best = found;
  }
  if (!best) return null;
  const { titles, at, below } = best;
  return { titles: titles.slice(0, titles.findLastIndex((title) => title.length > 0) + 1), at, below };
}

/** The two lines, where they are worth more than the upper one; null: it is a heading alone, or none. */
function twofold(
  upper: readonly string[],
  lower: readonly string[],
  at: number,
  single: number,
  worth: (titles: readonly Title[]) => number,
): (Heading & { worth: number }) | null {
  const under = hangs(lower, upper);
  if (under === null) return null;
  const titles = upper.map((text, i) => titleOf(text, lower[i] ?? ''));
  const both = worth(titles);
  // Without merged cells a line below looks like a heading of its own: then both lines must say more than it does alone.
  const alone = under === 'apart' ? worth(lower.map((text) => titleOf(text))) : 0;
  return both > Math.max(single, alone) ? { titles, at, below: at + 2, worth: both } : null;
}

/** A line that says one thing in all its cells: it was merged over the whole table. */
export const isSpanned = (cells: readonly string[]): boolean =>
  cells.length > 1 && cells[0]!.trim() !== '' && cells.every((cell) => cell.trim() === cells[0]!.trim());

/**
 * A line further down that says the heading over again, as on each printed page: whatever is filled in says what its column's
 * title says, or one line of it. A single filled cell of several columns may happen to say that (有 under 有).
 */
export function repeatsHeading(cells: readonly string[], titles: readonly Title[]): boolean {
  const said = textsOf(cells, cells.length).map(sayingOf);
  const filled = said.flatMap((text, at) => (text === '' ? [] : [{ text, at }]));
  const titled = titles.filter((title) => title.length > 0).length;
  return (
    filled.length >= Math.min(2, Math.max(1, titled)) &&
    filled.every(({ text, at }) => (titles[at] ?? []).some((part) => sayingOf(part) === text))
  );
}

/** Width and blanks make no other title. */
const sayingOf = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '');

const textsOf = (row: readonly string[], width: number): string[] =>
  Array.from({ length: width }, (_, i) => cellText(row[i] ?? '').replace(/\s{0,20}\n\s{0,20}/g, ''));

const titleOf = (upper: string, lower = ''): Title =>
  (upper === lower ? [upper] : [upper, lower]).filter((text) => text !== '');

/**
 * Whether a line holds nothing but parts of the titles above it, for a line of data repeats no title: `merged` where what spans
 * several columns is repeated in each, `apart` where it stands in the first of them and the others are empty (as in a CSV).
 */
function hangs(lower: readonly string[], upper: readonly string[]): 'merged' | 'apart' | null {
  const titles = new Set(upper.filter((text) => text !== ''));
  // A line that says one thing all over is a title above the heading.
  if (titles.size < 2) return null;
  const parts = lower.flatMap((text, at) => (text === '' || text === upper[at] ? [] : [{ text, at }]));
  if (parts.length === 0 || parts.some(({ text }) => text.length > LONGEST_PART)) return null;
  const isBelow = ({ at }: { at: number }) =>
    upper[at] !== '' && (upper[at] === upper[at - 1] || upper[at] === upper[at + 1]);
  if (parts.every(isBelow)) return 'merged';
  const isBeside = ({ at }: { at: number }) => (upper[at] === '' ? at > 0 : upper[at + 1] === '');
  return parts.every((part) => isBelow(part) || isBeside(part)) ? 'apart' : null;
}
