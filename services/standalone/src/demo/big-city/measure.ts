import { createHash } from 'node:crypto';
import { openSync, writeSync, fsyncSync, closeSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../play-tasks';
import type { Visitor } from '../client';
import type { Server } from '../../server';
import { dayFromNow } from '../days';
import type { BigCity } from './build';
import { commandsAtTheService, commandsOverHttp, deadlinesOf, type InFlight } from './in-flight';
import { DAYS } from './notice';
import { Seeded } from './seeded';

/** Commands of a measurement that don't count: half a second in which their code is still being compiled. */
const WARM = 5_000;

/** What is asked of a large city, with a calibration beside it so that two machines can be compared; which goals were met. */
export async function measureBigCity(
  server: Server,
  { clerk, clerks, campaignId }: BigCity,
  say: Say,
): Promise<boolean[]> {
  const met: boolean[] = [];
  const goal = (text: string, reached: boolean) => {
    met.push(reached);
    say(`${reached ? '✓' : '✗'} ${text}`);
  };
  say(`校准 calibration：${calibration(server.platform.folder)}`);
  const path = `/api/reporting/campaigns/${campaignId}/report?by=unit`;
  const timed = async (label: string, most: number, rounds: number, query: () => string) => {
    const times: number[] = [];
    for (let i = 0; i < rounds; i += 1) {
      const began = performance.now();
      await clerk.send('GET', `${path}${query()}`);
      times.push(performance.now() - began);
    }
    goal(`${label}：${spread(times)}（目标 goal p95 ≤ ${most} ms）`, at(times, 0.95) <= most);
  };
  const random = new Seeded(7);
  await timed('报表，今天 report, today', 50, 200, () => '');
  await mustTell(clerk, `${path}&asOf=${dayFromNow(-DAYS / 2)}`);
  await timed('报表，截至任一天 report, as of any day', 300, 200, () => `&asOf=${dayFromNow(-random.below(DAYS))}`);
  await commandsWhileCatchingUp(server, clerks, say, goal);
  await timed('报表，今天，命令之后 report, today, after the commands', 50, 200, () => '');
  const now = Math.round(process.memoryUsage().rss / 1024 / 1024);
  const most = Math.round(process.resourceUsage().maxRSS / 1024);
  goal(`内存 memory：${now} MB，最多 at most ${most} MB（目标 goal ≤ 700）`, most <= 700);
  return met;
}

/** Throws when the report is an empty one: how fast nothing is told says nothing. */
async function mustTell(clerk: Visitor, path: string): Promise<void> {
  const { totals } = await clerk.get<{ totals: { tasks: number } }>(path);
  if (totals.tasks === 0) throw new Error(`${path} counts no task`);
}

/** 64 commands in flight while a view is being rebuilt and the others follow: at the service itself, then over HTTP. */
async function commandsWhileCatchingUp(
  { platform, url }: Server,
  clerks: readonly Visitor[],
  say: Say,
  goal: (text: string, reached: boolean) => void,
): Promise<void> {
  const view = platform.service('reporting').runtime.projector('progress@3');
  const told = (where: string, { perSecond, times }: InFlight) => {
    const counted = times.slice(WARM);
    const measured = `${Math.round(perSecond)}/秒，${spread(counted)}`;
    const cold = `前 ${WARM} 条 the first ${WARM}: p99 ${at(times.slice(0, WARM), 0.99).toFixed(1)} ms`;
    const text = `64 条命令同时进行 64 commands in flight, ${where}：${measured}（目标 goal p99 ≤ 25 ms；${cold}）`;
    goal(text, at(counted, 0.99) <= 25);
  };
  const rebuild = (which: string) => view.rebuild({ onProgress: everySeconds(10, which, say) });
  say('重建一个视图，同时办理命令，两遍 rebuilding a view while commands run, twice……');
  const first = await deadlinesOf(clerks, 30);
  const rebuilding = rebuild('1/2');
  told('at the service', await commandsAtTheService(platform, first));
  await rebuilding;
  const second = await deadlinesOf(clerks, 60);
  const again = rebuild('2/2');
  told('over HTTP', await commandsOverHttp(url, second));
  await again;
}

/** Tells how many events were replayed, now and then. */
function everySeconds(seconds: number, which: string, say: Say): (done: number) => void {
  let told = performance.now();
  return (done) => {
    if (performance.now() - told < seconds * 1000) return;
    told = performance.now();
    say(`重建 rebuild ${which}：已重放 ${done} 个事件 events replayed`);
  };
}

/** NaN of nothing, which meets no goal. */
export function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

const spread = (times: readonly number[]): string =>
  `p50 ${at(times, 0.5).toFixed(1)}、p95 ${at(times, 0.95).toFixed(1)}、p99 ${at(times, 0.99).toFixed(1)} ms`;

/** Work of the processor that no compiler changes, and the disk's sync. */
function calibration(folder: string): string {
  const began = performance.now();
  createHash('sha256')
    .update(new Uint8Array(64 * 1024 * 1024))
    .digest();
  const hashed = performance.now() - began;
  const file = join(folder, 'calibration.tmp');
  const fd = openSync(file, 'w');
  const times: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    writeSync(fd, 'x');
    const start = performance.now();
    fsyncSync(fd);
    times.push(performance.now() - start);
  }
  closeSync(fd);
  unlinkSync(file);
  return `64 MB SHA-256 ${hashed.toFixed(0)} ms，fsync ${spread(times)}`;
}
