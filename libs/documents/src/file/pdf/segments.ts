import { apply, isMatrix, times, type Matrix, type Segment } from './geometry';

/** What PDF.js calls its operations; only those that matter for lines. */
export type Operations = Readonly<
  Record<
    | 'save'
    | 'restore'
    | 'transform'
    | 'constructPath'
    | 'paintFormXObjectBegin'
    | 'paintFormXObjectEnd'
    | 'stroke'
    | 'closeStroke'
    | 'fill'
    | 'eoFill'
    | 'fillStroke'
    | 'eoFillStroke'
    | 'closeFillStroke'
    | 'closeEOFillStroke',
    number
  >
>;

const mostSegments = 1_500;
const mostNested = 200;
/** Thicker than this is a coloured area. */
const thick = 3;
const shortest = 4;

/** The level and upright lines of a page: strokes, and the thin rectangles that word processors draw for them. */
export function segmentsOf(
  list: { fnArray: readonly number[]; argsArray: readonly unknown[] },
  ops: Operations,
  page: Matrix,
): Segment[] {
  const out: Segment[] = [];
  const saved: Matrix[] = [];
  let now = page;
  const strokes = new Set([
    ops.stroke,
    ops.closeStroke,
    ops.fillStroke,
    ops.eoFillStroke,
    ops.closeFillStroke,
    ops.closeEOFillStroke,
  ]);
  const fills = new Set([ops.fill, ops.eoFill]);
  for (let i = 0; i < list.fnArray.length && out.length < mostSegments; i++) {
    const fn = list.fnArray[i];
    const args = list.argsArray[i];
    if (fn === ops.save || fn === ops.paintFormXObjectBegin) {
      if (saved.length < mostNested) saved.push(now);
      const [matrix] = fn === ops.save || !Array.isArray(args) ? [] : (args as unknown[]);
      if (isMatrix(matrix)) now = times(now, matrix);
    } else if (fn === ops.restore || fn === ops.paintFormXObjectEnd) now = saved.pop() ?? page;
    else if (fn === ops.transform && isMatrix(args)) now = times(now, args);
    else if (fn === ops.constructPath && Array.isArray(args)) {
      const [paint, paths] = args as [unknown, unknown];
      const drawn = Array.isArray(paths) ? (paths[0] as unknown) : null;
      if (typeof paint === 'number' && (strokes.has(paint) || fills.has(paint)) && isList(drawn))
        out.push(...pathSegments(drawn, now, strokes.has(paint)));
    }
  }
  return out.slice(0, mostSegments);
}

const isList = (value: unknown): value is ArrayLike<number> =>
  typeof value === 'object' && value !== null && typeof (value as { length?: unknown }).length === 'number';

/** A path is numbers: 0 go to, 1 line to, 2 and 3 curves, 4 close, each with its points. */
function pathSegments(path: ArrayLike<number>, now: Matrix, stroked: boolean): Segment[] {
  const out: Segment[] = [];
  let points: [number, number][] = [];
  const end = () => {
    if (points.length > 1) out.push(...(stroked ? edges(points) : bar(points)));
    points = [];
  };
  for (let i = 0; i < path.length && out.length < mostSegments;) {
    const step = path[i]!;
    if (step === 0) end();
    if (step === 4) {
      if (points.length > 0) points.push(points[0]!);
      i++;
      continue;
    }
    const size = step === 2 ? 6 : step === 3 ? 4 : 2;
    // The end of a curve is a point like any other; it makes no level line.
    points.push(apply(now, path[i + size - 1] ?? NaN, path[i + size] ?? NaN));
    i += size + 1;
  }
  end();
  return out.filter(({ at, from, to }) => Number.isFinite(at) && to - from >= shortest);
}

const edges = (points: readonly [number, number][]): Segment[] =>
  points.slice(1).flatMap(([x, y], i): Segment[] => {
    const [px, py] = points[i]!;
    if (Math.abs(y - py) < 0.7) return [{ level: true, at: y, from: Math.min(x, px), to: Math.max(x, px) }];
    if (Math.abs(x - px) < 0.7) return [{ level: false, at: x, from: Math.min(y, py), to: Math.max(y, py) }];
    return [];
  });

function bar(points: readonly [number, number][]): Segment[] {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x1, x2, y1, y2] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  if (y2 - y1 <= thick && x2 - x1 > y2 - y1) return [{ level: true, at: (y1 + y2) / 2, from: x1, to: x2 }];
  if (x2 - x1 <= thick) return [{ level: false, at: (x1 + x2) / 2, from: y1, to: y2 }];
  return [];
}
