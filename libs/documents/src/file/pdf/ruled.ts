import { above, bothLatin, left, type FlatCell } from '../flat-table';
import { organEnd } from '../../lines/lexicon';
import { linesOf, textOf, type Line, type Piece, type Segment } from './geometry';

export type PdfTable = Readonly<{ top: number; bottom: number; rows: readonly (readonly FlatCell[])[] }>;

const near = 3;
const mostEdges = 400;

/** Tables by their ruled lines, and the pieces of text that stand in none. Merged cells are told by the lines that are missing. */
export function ruledTables(
  segments: readonly Segment[],
  pieces: readonly Piece[],
): { tables: PdfTable[]; others: readonly Piece[] } {
  const tables: PdfTable[] = [];
  let others = pieces;
  for (const group of connected(segments)) {
    const grid = gridOf(group);
    if (!grid) continue;
    const inside = others.filter((piece) => within(grid, piece));
    if (inside.length === 0) continue;
    others = others.filter((piece) => !within(grid, piece));
    tables.push({ top: grid.ys[0]!, bottom: grid.ys.at(-1)!, rows: rowsOf(grid, inside) });
  }
  return { tables, others };
}

type Grid = { xs: number[]; ys: number[]; level: Segment[]; upright: Segment[] };

/** Two columns at least; a frame around a text is no table. */
function gridOf(group: readonly Segment[]): Grid | null {
  const level = group.filter((one) => one.level);
  const upright = group.filter((one) => !one.level);
  const xs = distinct(upright.map(({ at }) => at));
  const ys = distinct(level.map(({ at }) => at));
  if (xs.length < 3 || ys.length < 2 || xs.length > mostEdges || ys.length > mostEdges) return null;
  return { xs, ys, level, upright };
}

function distinct(values: number[]): number[] {
  const out: number[] = [];
  for (const value of values.sort((a, b) => a - b)) if (out.length === 0 || value - out.at(-1)! > near) out.push(value);
  return out;
}

const within = ({ xs, ys }: Grid, { x, y, width, size }: Piece): boolean => {
  const [across, down] = [x + width / 2, y - size / 3];
  return across > xs[0]! && across < xs.at(-1)! && down > ys[0]! && down < ys.at(-1)!;
};

/** Groups of lines that touch. */
function connected(segments: readonly Segment[]): Segment[][] {
  const parent = segments.map((_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  segments.forEach((a, i) => {
    for (let k = i + 1; k < segments.length; k++) if (touch(a, segments[k]!)) parent[root(k)] = root(i);
  });
  const groups = new Map<number, Segment[]>();
  segments.forEach((one, i) => groups.set(root(i), [...(groups.get(root(i)) ?? []), one]));
  return [...groups.values()].filter((group) => group.length >= 4);
}

function touch(a: Segment, b: Segment): boolean {
  if (a.level === b.level) return Math.abs(a.at - b.at) <= near && a.from <= b.to + near && b.from <= a.to + near;
  return a.at >= b.from - near && a.at <= b.to + near && b.at >= a.from - near && b.at <= a.to + near;
}

function rowsOf({ xs, ys, level, upright }: Grid, pieces: readonly Piece[]): FlatCell[][] {
  const [width, height] = [xs.length - 1, ys.length - 1];
  const ruled = (lines: readonly Segment[], at: number, middle: number) =>
    lines.some((one) => Math.abs(one.at - at) <= near && one.from <= middle && one.to >= middle);
  /** The cell that this place belongs to: itself, or the one it is merged with. */
  const owner: number[] = [];
  const cells: FlatCell[] = [];
  for (let r = 0; r < height; r++)
    for (let c = 0; c < width; c++) {
      const [x, y] = [(xs[c]! + xs[c + 1]!) / 2, (ys[r]! + ys[r + 1]!) / 2];
      const i = r * width + c;
      if (c > 0 && !ruled(upright, xs[c]!, y)) {
        owner[i] = owner[i - 1]!;
        cells[i] = Math.floor(owner[i] / width) < r ? above : left;
      } else if (r > 0 && !ruled(level, ys[r]!, x)) {
        owner[i] = owner[i - width]!;
        cells[i] = above;
      } else {
        owner[i] = i;
        cells[i] = '';
      }
    }
  const content = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const c = place(xs, piece.x + Math.min(piece.width / 2, piece.size));
    const r = place(ys, piece.y - piece.size / 3);
    const i = owner[r * width + c]!;
    content.set(i, [...(content.get(i) ?? []), piece]);
  }
  for (const [i, inside] of content) {
    let last = i % width;
    while (last + 1 < width && owner[i + last + 1 - (i % width)] === i) last++;
    cells[i] = cellText(linesOf(inside), xs[last + 1]!);
  }
  return Array.from({ length: height }, (_, r) => cells.slice(r * width, (r + 1) * width));
}

const place = (edges: readonly number[], at: number): number => {
  const i = edges.findIndex((edge) => edge > at);
  return Math.min(edges.length - 2, Math.max(0, (i < 0 ? edges.length : i) - 1));
};

/** A line that reaches the edge of its cell was wrapped; one that ends before it was meant to end. */
function cellText(lines: readonly Line[], edge: number): string {
  const all = lines.map((line) => textOf(line));
  if (all.length > 1 && all.every((text) => organ.test(text))) return all.join('\n');
  return lines.reduce((all, line, i) => {
    const text = textOf(line);
    const before = lines[i - 1];
    if (!before) return text;
    return wrapped(edge - padding - before.right, line.size, text)
      ? `${all}${bothLatin(all, text) ? ' ' : ''}${text}`
      : `${all}\n${text}`;
  }, '');
}

const padding = 7;
/** Units one a line may fill their lines as well. */
const organ = new RegExp(`^[\\u4e00-\\u9fff]{1,14}${organEnd}[、，]?$`);

/** Whether what begins the next line had no room left on this one. A closing mark never begins a line, a number is never cut. */
export function wrapped(room: number, size: number, next: string): boolean {
  if (room < size) return true;
  if (/^.[，。、；：！？）》”’]/.test(next)) return room < 2 * size;
  const word = /^[A-Za-z0-9.%/-]+/.exec(next)?.[0].length ?? 0;
  return word > 1 && room < (word + 1) * 0.6 * size;
}
