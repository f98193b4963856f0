import { markerOf } from '../lines/numbering';
import { cover, part, spanOf, trim, type Span } from '../source/mapped';

/** A cell: its lines in the source. A row of a flattened table may have fewer cells than the heading. */
export type Cell = Span;
export type Row = { cells: Cell[]; closed: boolean };

/**
 * Rows of a flattened table, in the three ways they come: `| a | b |` on a line, a cell a line with a bar before each next
 * one and a bar alone behind the row, cells divided by tabs.
 */
export function rowsOf(lines: readonly Span[]): Row[] {
  const rows: Row[] = [];
  let open: Row | null = null;
  // Where the heading stands in a frame, a bar at the edge is the frame's in every row.
  const framed = /^\|.*\|$/.test(lines.find(({ fold }) => /[^|]\|[^|]/.test(fold))?.fold ?? '');
  const all = wholeLines(lines);
  for (const [i, line] of all.entries()) {
    const whole = inOneLine(line, framed ? 0 : (rows[0]?.cells.length ?? 0));
    if (whole) {
      open = null;
      if (whole.length > 0) rows.push({ cells: whole, closed: !framed || line.fold.endsWith('|') });
      continue;
    }
    if (/^\|? ?$/.test(line.fold)) {
      // A bar alone ends the row, unless the next line goes on with a bar and cells are missing: then this one is empty.
      const goesOn = /^\| ?[^| ]/.test(all[i + 1]?.fold ?? '') && rows.length > 1;
      if (open && goesOn && open.cells.length < rows[0]!.cells.length) {
        open.cells.push(part(line, 0, 0));
        continue;
      }
      if (open) open.closed = true;
      open = null;
      continue;
    }
    const next = line.fold.startsWith('|');
    const cell = trim(line, '|');
    if (!open) rows.push((open = { cells: [cell], closed: false }));
    else if (next) open.cells.push(cell);
    else if (open.cells.length === 1 && groupRow.test(open.cells[0]!.fold) && markerOf(cell.fold)) {
      // "一、市容市貌" over several rows is a line of its own.
      open.closed = true;
      rows.push((open = { cells: [cell], closed: false }));
    } else open.cells[open.cells.length - 1] = spanOf(cell.doc, open.cells.at(-1)!.from, cell.from + cell.text.length);
    if (line.fold.endsWith('|') && line.text.length > 1) {
      open.closed = true;
      open = null;
    }
  }
  return rows;
}

/** A cell of `| a | b |` may hold a line end: a line that opens with a bar and has more, but none at its end, goes on below. */
function wholeLines(lines: readonly Span[]): Span[] {
  // Where the heading has no frame, a bar at the beginning of a line stands behind an empty cell.
  if (/^[^|]+\|[^|]+\|/.test(lines.find(({ fold }) => /\|[^|]+\|/.test(fold))?.fold ?? '')) return [...lines];
  const out: Span[] = [];
  let going = 0;
  for (const line of lines) {
    const last = out.at(-1);
    const goesOn = last && going > 0 && going < 6 && !line.fold.startsWith('|');
    if (goesOn) out[out.length - 1] = cover(last, line);
    else out.push(line);
    const whole = out.at(-1)!.fold;
    going = /^\|[^|]*\|/.test(whole) && !whole.endsWith('|') ? going + 1 : 0;
  }
  return out;
}

const groupRow = /^(?:[一二三四五六七八九十]{1,3} ?[、.]|\( ?[一二三四五六七八九十]{1,3} ?\))[^,。;]{2,24}$/;

/** null when the line is not a whole row; empty for the rule below a Markdown heading. */
function inOneLine(line: Span, columns: number): Cell[] | null {
  const divider = line.fold.includes('|') ? '|' : line.text.includes('\t') ? '\t' : null;
  if (!divider) return null;
  const text = divider === '|' ? line.fold : line.text;
  const bars: number[] = [];
  for (let i = text.indexOf(divider); i >= 0; i = text.indexOf(divider, i + 1)) bars.push(i);
  const inner = bars.filter((at) => at > 0 && at < text.length - 1);
  if (inner.length === 0) return null;
  if (/^[|:\- ]+$/.test(line.fold)) return [];
  // A bar at the edge of the line is a frame, unless a cell would be missing: then it stands behind, or before, an empty one.
  const closed = bars.at(-1) === text.length - 1;
  const first = bars[0] === 0 && (closed || bars.length !== columns - 1);
  const starts = first ? bars : [-1, ...bars];
  const ends = closed && (first || bars.length !== columns - 1) ? bars : [...bars, text.length];
  return starts
    .map((at, i) => [at + 1, ends[first ? i + 1 : i]] as const)
    .filter(([, to]) => to !== undefined)
    .map(([from, to]) => trim(part(line, from, to)));
}
