import type { Job, Measured } from './measure';
import { percentile, randomFrom } from './stats';

/** Runs `operation(i)` for the warm-up and then for the measured count, always `inFlight` at a time. */
export async function drive(job: Job, operation: (index: number) => Promise<unknown>): Promise<Measured> {
  await inFlight(job.inFlight, 0, job.warmup, operation);
  const latencies = new Float64Array(job.count);
  const cpu = process.cpuUsage();
  const start = performance.now();
  await inFlight(job.inFlight, job.warmup, job.count, async (index) => {
    const begun = performance.now();
    await operation(index);
    latencies[index - job.warmup] = performance.now() - begun;
  });
  return result(job.count, start, cpu, [...latencies]);
}

/** The same for work that never waits. */
export function driveSync(job: Job, operation: (index: number) => void): Measured {
  for (let index = 0; index < job.warmup; index += 1) operation(index);
  const latencies = new Float64Array(job.count);
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let index = 0; index < job.count; index += 1) {
    const begun = performance.now();
    operation(job.warmup + index);
    latencies[index] = performance.now() - begun;
  }
  return result(job.count, start, cpu, [...latencies]);
}

export function result(
  count: number,
  start: number,
  cpuBefore: NodeJS.CpuUsage,
  latencies: readonly number[],
  end = performance.now(),
): Measured {
  const cpu = process.cpuUsage(cpuBefore);
  return {
    perSecond: (count * 1000) / (end - start),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    cpuUs: (cpu.user + cpu.system) / count,
    facts: {},
  };
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
