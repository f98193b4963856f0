import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { percentile } from './stats';

export type Machine = Readonly<{
  cpu: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  sqlite: string;
  /** Of appending 4 KiB to a file and fsync, milliseconds. */
  fsyncP50Ms: number;
  fsyncP99Ms: number;
  /** SHA-256 over 64 MiB on one core, milliseconds: a fixed piece of work by which two machines can be compared. */
  cpuLoopMs: number;
  /** Processes that wanted to run in the last minute; more than a fraction of the cores means that others were measured too. */
  load: number;
}>;

export function machineAt(dir: string): Machine {
  const fsync = fsyncTimes(dir);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    sqlite: process.versions['sqlite'] ?? 'unknown',
    fsyncP50Ms: percentile(fsync, 0.5),
    fsyncP99Ms: percentile(fsync, 0.99),
    cpuLoopMs: cpuLoop(),
    load: loadavg()[0] ?? 0,
  };
}

function fsyncTimes(dir: string): number[] {
  const file = join(dir, 'fsync.probe');
  const page = Buffer.alloc(4096, 1);
  const descriptor = openSync(file, 'w');
  const times: number[] = [];
  for (let i = 0; i < 300; i += 1) {
    const start = performance.now();
    writeSync(descriptor, page);
    fsyncSync(descriptor);
    times.push(performance.now() - start);
  }
  closeSync(descriptor);
  rmSync(file);
  return times.slice(50);
}

function cpuLoop(): number {
  const block = Buffer.alloc(2 ** 20, 7);
  const start = performance.now();
  const hash = createHash('sha256');
  for (let i = 0; i < 64; i += 1) hash.update(block);
  hash.digest();
  return performance.now() - start;
}

export const machineLine = (m: Machine): string =>
  `${m.cores} × ${m.cpu}, ${m.memoryGb} GB, ${m.system}; Node ${m.node}, SQLite ${m.sqlite}; ` +
  `fsync p50 ${m.fsyncP50Ms.toFixed(3)} ms, p99 ${m.fsyncP99Ms.toFixed(3)} ms; CPU loop ${m.cpuLoopMs.toFixed(0)} ms; load ${m.load.toFixed(1)}`;
