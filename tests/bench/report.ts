import type { Judged, LineResult, RowResult } from './rounds';
import type { Spread } from './stats';

const round = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(value >= 10 ? 3 : 2);
const ranged = (s: Spread): string =>
  s.min === s.max ? round(s.median) : `${round(s.median)} (${round(s.min)}–${round(s.max)})`;

/** One Markdown table a row: what was measured, then each ratio with its goal. `unjudged`: why the figures prove nothing. */
export function tableOf(result: RowResult, unjudged: string | null): string {
  const { row, lines, goals, left } = result;
  return [
    `### ${row.id}: ${row.title}`,
    '',
    '| side | rate, median (range) | p50 ms | p99 ms | CPU µs each | others % |',
    '|---|---|---|---|---|---|',
    ...lines.map(lineOf),
    '',
    ...goals.map((goal) => goalOf(goal, unjudged)),
    ...left.map((label) => `- left out, peers were not asked for or are not installed: ${label}`),
    '',
  ].join('\n');
}

function lineOf({ line, perSecond, p50Ms, p99Ms, cpuUs, others }: LineResult): string {
  const time = (s: Spread) => (s.median === 0 ? '–' : round(s.median));
  return `| ${line.label} | ${ranged(perSecond)} ${line.unit} | ${time(p50Ms)} | ${time(p99Ms)} | ${round(cpuUs.median)} | ${Math.round(others.max * 100)} |`;
}

function goalOf({ text, ratio, bound, reached }: Judged, unjudged: string | null): string {
  if (bound === null) return `- ${text}: ${ranged(ratio)}`;
  const verdict = unjudged ? `not judged, ${unjudged}` : reached ? 'reached' : '**missed**';
  return `- ${text}: ${ranged(ratio)}, goal ${bound}: ${verdict}`;
}

/** Every fact a side told, once. */
export function factsOf(results: readonly RowResult[]): string[] {
  const seen = new Map<string, Set<string>>();
  for (const { lines } of results)
    for (const { line, rounds } of lines)
      for (const { facts } of rounds) {
        const told = seen.get(line.side) ?? new Set();
        for (const [name, value] of Object.entries(facts)) if (value !== 0) told.add(`${name} ${value}`);
        seen.set(line.side, told);
      }
  return [...seen].map(([side, told]) => `- ${side}: ${[...told].join(', ')}`);
}
