import { fork, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply } from './child';
import type { Job, Measured, Sizes, Task } from './measure';
import { seedOf } from './sides';

export type Ask = Readonly<
  Pick<Job, 'side' | 'count' | 'warmup' | 'inFlight' | 'rate'> & { task: Exclude<Task, 'seed'> }
>;

/** Fills each side's files once and runs every job on a fresh copy of them, in a fresh process unless told otherwise. */
export class Processes {
  private readonly seeded = new Map<string, Promise<string>>();
  private readonly kept = new Map<string, ChildProcess>();
  private copies = 0;

  constructor(
    private readonly dir: string,
    private readonly sizes: Sizes,
    /** For the smoke form: one process a side does all its jobs. */
    private readonly keep: boolean,
    private readonly profileDir: string | null,
  ) {}

  async measure({ side, task, count, warmup, inFlight, rate }: Ask): Promise<Measured> {
    const ask = { side, task, count, warmup, inFlight, ...(rate ? { rate } : {}) };
    const seed = await this.seedFor(ask);
    this.copies += 1;
    const dir = join(this.dir, `round-${this.copies}`);
    cpSync(seed, dir, { recursive: true });
    try {
      const measured = await this.send({ ...ask, dir, sizes: this.sizes });
      if (!measured) throw new Error(`${ask.side} ${ask.task} measured nothing`);
      return measured;
    } finally {
      if (!this.keep) rmSync(dir, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.kept.values()].map(ended));
  }

  private seedFor(ask: Ask): Promise<string> {
    const side = seedOf(ask.side);
    const known = this.seeded.get(side);
    if (known) return known;
    const dir = join(this.dir, `seed-${side}`);
    mkdirSync(dir, { recursive: true });
    const filled = this.send({ ...ask, side, task: 'seed', dir, sizes: this.sizes }).then(() => dir);
    this.seeded.set(side, filled);
    return filled;
  }

  private async send(job: Job): Promise<Measured | null> {
    const kept = this.keep ? this.kept.get(job.side) : undefined;
    const child = kept ?? this.start(job);
    if (this.keep) this.kept.set(job.side, child);
    const reply = await new Promise<Reply>((resolve) => {
      const died = (code: number | null, signal: string | null) =>
        resolve({ error: `the process ended with ${signal ?? code}` });
      child.once('exit', died);
      child.once('message', (message) => {
        child.off('exit', died);
        resolve(message as Reply);
      });
      child.send(job);
    });
    if (!this.keep) await ended(child);
    if ('error' in reply) throw new Error(`${job.side} ${job.task}: ${reply.error}`);
    return reply.measured;
  }

  private start(job: Job): ChildProcess {
    const name = `${job.side}-${job.task}-${job.inFlight}.cpuprofile`;
    const profile =
      this.profileDir !== null && job.task !== 'seed'
        ? ['--cpu-prof', `--cpu-prof-dir=${this.profileDir}`, `--cpu-prof-name=${name}`]
        : [];
    return fork(join(__dirname, 'child.ts'), [], {
      // The libs as they are built and shipped; only the benchmark's own files are compiled here.
      execArgv: ['-r', '@swc-node/register', ...profile],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }
}

/** Lets a child go that has no more to do, and waits until it has gone. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  await gone;
}
