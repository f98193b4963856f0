import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Measured } from './measure';
import { percentile, spread } from './stats';

const run = promisify(execFile);
const main = ['-C', '@chuangwen/source', '-r', '@swc-node/register', join(__dirname, 'main.ts')];

type Told = {
  smoke: boolean;
  results: {
    row: { id: string };
    lines: { line: { key: string; side: string }; rounds: Measured[] }[];
    goals: { text: string }[];
  }[];
};

describe('the benchmark, in smoke form, our side only', () => {
  let dir: string;
  let told: Told;
  let table: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'chuangwen-bench-'));
    const json = join(dir, 'figures.json');
    const args = [...main, '--smoke', '--no-peers', '--dir', dir, '--json', json];
    table = (await run(process.execPath, args, { cwd: resolve(__dirname, '../..') })).stdout;
    told = JSON.parse(readFileSync(json, 'utf8')) as Told;
  }, 240_000); // twenty seconds of CPU, on a machine that may be shared
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('measures every row', () => {
    expect(told.results.map(({ row }) => row.id)).toEqual([
      'Q1',
      'Q2',
      'Q3',
      'Q4',
      'Q5',
      'Q6',
      'Q7',
      'Q8',
      'Q9',
      'Q10',
      'Q11',
    ]);
    for (const { lines } of told.results) expect(lines.some(({ line }) => line.side.startsWith('ours'))).toBe(true);
    const figures = told.results.flatMap(({ lines }) => lines.flatMap(({ rounds }) => rounds));
    for (const { perSecond, cpuUs } of figures) expect(Math.min(perSecond, cpuUs)).toBeGreaterThan(0);
  });

  it('prints figures with their goals, judges none of them, and says what it left out', () => {
    expect(table).toContain('| Chuangwen, 64 in flight |');
    expect(table).toMatch(/Chuangwen \/ raw: [\d.]+, goal ≥ 0.85: not judged, smoke form/);
    expect(table).toContain('are not installed: evtstore, one at a time');
    expect(table).not.toMatch(/reached|missed/);
  });
});

it('refuses a row that is not there, and says which are', async () => {
  const failed = await run(process.execPath, [...main, 'Q99']).catch(
    (error: { code: number; stderr: string }) => error,
  );
  expect(failed).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no row Q99; there are Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9, Q10, Q11'),
  });
});

it('takes medians and percentiles', () => {
  expect(spread([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
  expect(spread([4, 1, 3, 2]).median).toBe(2.5);
  expect(percentile([...Array(100).keys()], 0.99)).toBe(98);
  expect(percentile([], 0.5)).toBe(0);
});
