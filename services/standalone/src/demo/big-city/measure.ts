import { openSync, writeSync, fsyncSync, closeSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../play-tasks';
import { inParallel } from '../parallel';
import type { Visitor } from '../client';
import type { Platform } from '../../platform';
import { dayFromNow } from '../days';
import type { BigCity } from './build';
import { DAYS } from './notice';
import { Seeded } from './seeded';

/** How often each task's deadline is set anew. */
const ROUNDS = 5;

/** What is asked of a large city, with a calibration beside it so that two machines can be compared. */
export async function measureBigCity(
  platform: Platform,
  { clerk, clerks, campaignId }: BigCity,
  say: Say,
): Promise<void> {
  say(`校准 calibration：${calibration(platform.folder)}`);
  const path = `/api/reporting/campaigns/${campaignId}/report?by=unit`;
  const timed = async (label: string, goal: number, rounds: number, query: () => string) => {
    const times: number[] = [];
    for (let i = 0; i < rounds; i += 1) {
      const began = performance.now();
      await clerk.send('GET', `${path}${query()}`);
      times.push(performance.now() - began);
    }
    say(`${label}：${spread(times)}（目标 goal p95 ≤ ${goal} ms）`);
  };
  const random = new Seeded(7);
  await timed('报表，今天 report, today', 50, 60, () => '');
  await timed('报表，截至任一天 report, as of any day', 300, 60, () => `&asOf=${dayFromNow(-random.below(DAYS))}`);
  await commandsWhileCatchingUp(platform, clerks, say);
  await timed('报表，今天，命令之后 report, today, after the commands', 50, 60, () => '');
  say(`内存 memory：${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB（目标 goal ≤ 700）`);
}

/** 64 commands in flight over HTTP while a view is being rebuilt and the others follow. */
async function commandsWhileCatchingUp(platform: Platform, clerks: readonly Visitor[], say: Say): Promise<void> {
  const tasks = await Promise.all(
    clerks.map(async (clerk) => {
      const page = await clerk.get<{ tasks: { taskId: string }[] }>('/api/task/tasks?limit=200&situation=assigned');
      return page.tasks.map(({ taskId }) => ({ clerk, path: `/api/task/tasks/${taskId}/deadline` }));
    }),
  );
  const work = Array.from({ length: ROUNDS }, (_, round) =>
    tasks.flat().map((task) => ({ ...task, deadline: dayFromNow(30 + round) })),
  ).flat();
  const rebuilding = platform.service('reporting').runtime.projector('progress@2').rebuild();
  const times: number[] = [];
  const began = performance.now();
  await inParallel(64, work, async ({ clerk, path, deadline }) => {
    const start = performance.now();
    await clerk.send('POST', path, { deadline });
    times.push(performance.now() - start);
  });
  const rate = Math.round((work.length * 1000) / (performance.now() - began));
  say(`64 条命令同时进行 64 commands in flight：${rate}/秒，${spread(times.slice(200))}（目标 goal p99 ≤ 25 ms）`);
  await rebuilding;
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  return `p50 ${at(0.5)}、p95 ${at(0.95)}、p99 ${at(0.99)} ms`;
}

/** A fixed loop of the processor, and the disk's sync. */
function calibration(folder: string): string {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 50_000_000; i += 1) sum = (sum + i) | 0;
  const loop = performance.now() - began;
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
  return `5×10⁷ 次加法 additions ${loop.toFixed(0)} ms${sum === 0 ? '' : ' '}，fsync ${spread(times)}`;
}
