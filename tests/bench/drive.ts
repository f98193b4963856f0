import { cpus } from 'node:os';
import type { Job, Measured } from './measure';
import { percentile, randomFrom } from './stats';

/** Runs `operation(i)` for the warm-up and then for the measured count, always `inFlight` at a time. */
export async function drive(job: Job, operation: (index: number) => Promise<unknown>): Promise<Measured> {
  await inFlight(job.inFlight, 0, job.warmup, operation);
  const latencies = new Float64Array(job.count);
  const mark = begin();
  await inFlight(job.inFlight, job.warmup, job.count, async (index) => {
    const begun = performance.now();
    await operation(index);
    latencies[index - job.warmup] = performance.now() - begun;
  });
  return result(job.count, mark, [...latencies]);
}

/** The same for work that never waits. */
export function driveSync(job: Job, operation: (index: number) => void): Measured {
  for (let index = 0; index < job.warmup; index += 1) operation(index);
  const latencies = new Float64Array(job.count);
  const mark = begin();
  for (let index = 0; index < job.count; index += 1) {
    const begun = performance.now();
    operation(job.warmup + index);
    latencies[index] = performance.now() - begun;
  }
  return result(job.count, mark, [...latencies]);
}

/** The moment from which is measured. */
export type Mark = Readonly<{ at: number; own: NodeJS.CpuUsage; all: ReturnType<typeof coresNow> }>;

export const begin = (): Mark => ({ all: coresNow(), own: process.cpuUsage(), at: performance.now() });

export function result(count: number, mark: Mark, latencies: readonly number[], end = performance.now()): Measured {
  const { user, system } = process.cpuUsage(mark.own);
  const all = coresNow();
  const own = (user + system) / 1000;
  return {
    perSecond: (count * 1000) / (end - mark.at),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    cpuUs: (user + system) / count,
    others: Math.max(0, (all.busy - mark.all.busy - own) / Math.max(1, all.total - mark.all.total)),
    facts: {},
  };
}

/** Milliseconds of all cores since the machine started. */
function coresNow(): { busy: number; total: number } {
  const times = cpus().map((core) => core.times);
  const total = times.reduce((sum, t) => sum + t.user + t.nice + t.sys + t.irq + t.idle, 0);
  return { total, busy: total - times.reduce((sum, t) => sum + t.idle, 0) };
}

export const withFacts = (measured: Measured, facts: Measured['facts']): Measured => ({ ...measured, facts });

/** Streams chosen uniformly at random, the same for every side: one number for each operation, warm-up included. */
export function chosenStreams(job: Job): Uint32Array {
  const random = randomFrom(20_260_428);
  return Uint32Array.from({ length: job.warmup + job.count }, () => Math.floor(random() * job.sizes.streams));
}

export async function inFlight(
  width: number,
  from: number,
  count: number,
  operation: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = from;
  const lane = async () => {
    while (next < from + count) {
      const index = next;
      next += 1;
      await operation(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
}
