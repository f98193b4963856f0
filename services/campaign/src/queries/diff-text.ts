/** A stretch of text: in both, only in the later one, only in the earlier one. */
export type Mark = Readonly<{ is: 'same' | 'added' | 'removed'; text: string }>;

/** Above so many differing characters two texts are told as one gone and one come: nobody reads such marks. */
const MOST = 1000;

/**
 * What became of a text, character by character (Myers): the fewest characters gone and come. Time grows with length × difference,
 * and the difference is bounded.
 */
export function diffText(from: string, to: string): Mark[] {
  const [a, b] = [[...from], [...to]];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const middle = script(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return joined([
    { is: 'same', text: a.slice(0, head).join('') },
    ...middle,
    { is: 'same', text: a.slice(a.length - tail).join('') },
  ]);
}

function script(a: readonly string[], b: readonly string[]): Mark[] {
  const most = Math.min(a.length + b.length, MOST);
  const traces: Int32Array[] = [];
  const furthest = new Int32Array(2 * most + 3);
  const at = (k: number) => k + most + 1;
  for (let d = 0; d <= most; d += 1) {
    traces.push(furthest.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && furthest[at(k - 1)]! < furthest[at(k + 1)]!);
      let x = down ? furthest[at(k + 1)]! : furthest[at(k - 1)]! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest[at(k)] = x;
      if (x >= a.length && x - k >= b.length) return back(a, b, traces, at);
    }
  }
  return [
    { is: 'removed', text: a.join('') },
    { is: 'added', text: b.join('') },
  ];
}

/** The way back from the end to the beginning; a trace is what was reached before its round. */
function back(
  a: readonly string[],
  b: readonly string[],
  traces: readonly Int32Array[],
  at: (k: number) => number,
): Mark[] {
  const marks: Mark[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = traces.length - 1; d >= 0; d -= 1) {
    const before = traces[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && before[at(k - 1)]! < before[at(k + 1)]!);
    const startX = d === 0 ? 0 : before[at(down ? k + 1 : k - 1)]!;
    const startY = d === 0 ? 0 : startX - (down ? k + 1 : k - 1);
    for (; x > startX && y > startY; x -= 1, y -= 1) marks.push({ is: 'same', text: a[x - 1]! });
    if (d > 0) marks.push(down ? { is: 'added', text: b[startY]! } : { is: 'removed', text: a[startX]! });
    [x, y] = [startX, startY];
  }
  return marks.reverse();
}

/** Neighbours of one kind are one stretch; what is empty is none. */
function joined(marks: readonly Mark[]): Mark[] {
  const result: Mark[] = [];
  for (const { is, text } of marks) {
    const last = result.at(-1);
    if (text === '') continue;
    if (last?.is === is) result[result.length - 1] = { is, text: last.text + text };
    else result.push({ is, text });
  }
  return result;
}
