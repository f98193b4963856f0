/** Six numbers of an affine transformation, as PDF writes them. */
export type Matrix = readonly [number, number, number, number, number, number];

/** First `inner`, then `outer`. */
export const times = (outer: Matrix, inner: Matrix): Matrix => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
];

export const apply = ([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
];

export const isMatrix = (value: unknown): value is Matrix =>
  Array.isArray(value) && value.length === 6 && value.every((one) => typeof one === 'number' && Number.isFinite(one));

/** A piece of text on the page as it is shown: from the top left, in points; `y` is where it stands. */
export type Piece = Readonly<{ text: string; x: number; y: number; width: number; size: number }>;

/** A straight line on the page, level or upright. `at` is its y or x, from `from` to `to`. */
export type Segment = Readonly<{ level: boolean; at: number; from: number; to: number }>;

/** A line of text: its pieces from left to right. */
export type Line = Readonly<{ pieces: readonly Piece[]; x: number; right: number; y: number; size: number }>;

/** Lines from top to bottom. Pieces stand on one line when their feet are within half a letter of each other. */
export function linesOf(pieces: readonly Piece[]): Line[] {
  const sorted = [...pieces].sort((a, b) => a.y - b.y || a.x - b.x);
  const groups: Piece[][] = [];
  for (const piece of sorted) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group && first && piece.y - first.y < 0.45 * Math.max(6, Math.min(piece.size, first.size))) group.push(piece);
    else groups.push([piece]);
  }
  return groups.map((group) => {
    const inOrder = group.sort((a, b) => a.x - b.x);
    return {
      pieces: inOrder,
      x: inOrder[0]!.x,
      right: inOrder.reduce((most, { x, width }) => Math.max(most, x + width), 0),
      y: inOrder[0]!.y,
      size: inOrder.reduce((most, { size }) => Math.max(most, size), 0),
    };
  });
}

/** The cells of a line: pieces with more than a letter and a half between them are apart. */
export function cellsOf(line: Line): Line[] {
  const out: Piece[][] = [];
  let right = -Infinity;
  for (const piece of line.pieces) {
    if (piece.text.trim() === '') continue;
    if (out.length > 0 && piece.x - right < 1.5 * line.size) out.at(-1)!.push(piece);
    else out.push([piece]);
    right = Math.max(right, piece.x + piece.width);
  }
  return out.map((pieces) => ({
    ...line,
    pieces,
    x: pieces[0]!.x,
    right: pieces.reduce((most, { x, width }) => Math.max(most, x + width), 0),
  }));
}

const latin = /[A-Za-z0-9]/;

/** The text of a line. A gap between Latin letters is a blank; beside a Chinese one it is how the line was set. */
export function textOf({ pieces, size }: Line): string {
  let text = '';
  let right = Infinity;
  for (const piece of pieces) {
    const gap = piece.x - right;
    const blank =
      gap > 1.5 * size
        ? '  '
        : gap > 0.2 * size && latin.test(text.slice(-1)) && latin.test(piece.text[0] ?? '')
          ? ' '
          : '';
    text += blank + piece.text;
    right = piece.x + piece.width;
  }
  // "2023 年" is how a word processor sets "2023年".
  return text
    .replace(/(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[\u3000-\u9fff\uff00-\uffef])/g, '')
    .trim();
}
