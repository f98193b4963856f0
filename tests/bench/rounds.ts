import type { Measured } from './measure';
import type { Goal, Line, Row } from './rows';
import { spread, type Spread } from './stats';

export type LineResult = Readonly<{
  line: Line;
  rounds: readonly Measured[];
  perSecond: Spread;
  p50Ms: Spread;
  p99Ms: Spread;
  cpuUs: Spread;
  others: Spread;
}>;
export type Judged = Readonly<{ text: string; ratio: Spread; bound: string | null; reached: boolean }>;
export type RowResult = Readonly<{
  row: Row;
  lines: readonly LineResult[];
  goals: readonly Judged[];
  left: readonly string[];
}>;

/** Every round runs each line once, each time starting with another one. */
export async function runRow(
  row: Row,
  rounds: number,
  measure: (line: Line) => Promise<Measured>,
  present: (side: string) => boolean,
): Promise<RowResult> {
  const lines = row.lines.filter((line) => present(line.side));
  const measured = new Map<string, Measured[]>(lines.map((line) => [line.key, []]));
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % Math.max(1, lines.length);
    for (const line of [...lines.slice(shift), ...lines.slice(0, shift)]) {
      progress(`${row.id} round ${round + 1}/${rounds}: ${line.label}`);
      measured.get(line.key)?.push(await measure(line));
    }
  }
  progress('');
  const results = lines.map((line) => summed(line, measured.get(line.key) ?? []));
  const goals = row.goals.flatMap((goal) => judged(goal, measured));
  const left = row.lines.filter((line) => !present(line.side)).map((line) => line.label);
  return { row, lines: results, goals: [...goals, ...limits(row, results), ...factLimits(row, measured)], left };
}

function summed(line: Line, rounds: readonly Measured[]): LineResult {
  const of = (value: (one: Measured) => number) => spread(rounds.map(value));
  return {
    line,
    rounds,
    perSecond: of((one) => one.perSecond),
    p50Ms: of((one) => one.p50Ms),
    p99Ms: of((one) => one.p99Ms),
    cpuUs: of((one) => one.cpuUs),
    others: of((one) => one.others),
  };
}

/** Ratios are taken inside a round, so that a disk that changes its mood between rounds does not count. */
function judged(goal: Goal, measured: ReadonlyMap<string, readonly Measured[]>): Judged[] {
  const [of, to] = [measured.get(goal.of), measured.get(goal.to)];
  if (!of || !to) return [];
  const other = goal.and === undefined ? null : measured.get(goal.and);
  const ratios = of.map((one, round) => {
    const two = to[round]!;
    if (goal.by === 'p50') return one.p50Ms / two.p50Ms;
    if (goal.by === 'cpu') return one.cpuUs / (two.cpuUs + (other?.[round]?.cpuUs ?? 0));
    return goal.by === 'rate' ? one.perSecond / two.perSecond : two.perSecond / one.perSecond;
  });
  const ratio = spread(ratios);
  const { atLeast, atMost } = goal;
  const reached =
    (atLeast === undefined || ratio.median >= atLeast) && (atMost === undefined || ratio.median <= atMost);
  const bound = atLeast !== undefined ? `≥ ${atLeast}` : atMost !== undefined ? `≤ ${atMost}` : null;
  return [{ text: goal.text, ratio, bound, reached }];
}

function limits(row: Row, lines: readonly LineResult[]): Judged[] {
  return (row.p99 ?? []).flatMap(({ of, atMostMs }) => {
    const line = lines.find(({ line: { key } }) => key === of);
    if (!line) return [];
    const reached = line.p99Ms.median <= atMostMs;
    return [{ text: `p99 of ${line.line.label}, ms`, ratio: line.p99Ms, bound: `≤ ${atMostMs}`, reached }];
  });
}

function factLimits(row: Row, measured: ReadonlyMap<string, readonly Measured[]>): Judged[] {
  return (row.facts ?? []).flatMap(({ text, fact, of, minus, atMost }) => {
    const told = (key: string) => measured.get(key)?.map(({ facts }) => Number(facts[fact]));
    const [values, less] = [told(of), minus === undefined ? undefined : told(minus)];
    if (!values || (minus !== undefined && !less)) return [];
    const ratio = spread(values.map((value, round) => value - (less?.[round] ?? 0)));
    return [{ text, ratio, bound: `≤ ${atMost}`, reached: ratio.median <= atMost }];
  });
}

/** One line that overwrites itself, where somebody looks. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
