import type { Job } from '@chuangwen/ports';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock';
import type { WriteQueue } from '../write-queue';
import type { JobsRequest } from './engine';

export type JobRow = {
  queue: string;
  tenant: string;
  key: string;
  at: number;
  data: string;
  attempts: number;
  error: string | null;
};

export const jobOf = ({ queue, tenant, key, at, data }: JobRow): Job => ({
  queue,
  tenant,
  key,
  at: new Date(at).toISOString(),
  data: JSON.parse(data) as unknown,
});

export const nameOf = ({ queue, tenant, key }: Pick<Job, 'queue' | 'tenant' | 'key'>): string =>
  `${queue}\n${tenant}\n${key}`;

/** Jobs in work at a time: they mostly wait for a commit, so a few share it. */
const AT_ONCE = 8;
/** Due jobs are looked for this often (ms), so that a clock that was set is noticed. */
const POLL = 250;
const ATTEMPTS = 5;
const FIRST_PAUSE = 1000;

/** Runs the due jobs of one queue until stopped. */
export class JobRunner {
  private stopped = false;
  private wakeUp: (() => void) | null = null;
  private readonly running = new Set<Promise<void>>();
  private readonly due;
  private readonly done: Promise<void>;

  constructor(
    private readonly queue: string,
    private readonly handler: (job: Job) => Promise<void>,
    reader: DatabaseSync,
    private readonly writes: WriteQueue<JobsRequest, boolean>,
    private readonly clock: Clock,
    private readonly inWork: Set<string>,
  ) {
    this.due = reader.prepare(
      `SELECT queue, tenant, key, at, data, attempts, error FROM jobs
       WHERE queue = ? AND state = 'waiting' AND due <= ? ORDER BY due LIMIT ?`,
    );
    this.done = this.run();
  }

  wake(): void {
    this.wakeUp?.();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.done;
    await Promise.all(this.running);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        this.startDue();
      } catch {
        // The file cannot be read now; the jobs wait.
      }
      // Until one is finished, or (where there is room) a new one may be due.
      if (this.running.size >= AT_ONCE) await Promise.race(this.running);
      else await Promise.race([...this.running, this.sleep()]);
    }
  }

  private startDue(): void {
    const rows = this.due.all(this.queue, this.clock().getTime(), AT_ONCE + this.inWork.size) as unknown as JobRow[];
    const free = rows.filter((row) => !this.inWork.has(nameOf(row))).slice(0, AT_ONCE - this.running.size);
    for (const row of free) {
      this.inWork.add(nameOf(row));
      const run = this.runOne(row).finally(() => {
        this.inWork.delete(nameOf(row));
        this.running.delete(run);
      });
      this.running.add(run);
    }
  }

  private async runOne(row: JobRow): Promise<void> {
    const { queue, tenant, key, attempts } = row;
    let outcome: JobsRequest = { do: 'done', queue, tenant, key };
    try {
      await this.handler(jobOf(row));
    } catch (error) {
      const message = String((error as Error | null)?.message ?? error);
      const tries = attempts + 1;
      const retryAt = tries < ATTEMPTS ? this.clock().getTime() + FIRST_PAUSE * 2 ** attempts : null;
      outcome = { do: 'failed', queue, tenant, key, error: message, retryAt };
    }
    // A disk that refuses leaves the job waiting: it runs again later, as it may.
    await this.writes.submit(outcome).catch(() => pause(FIRST_PAUSE));
  }

  private async sleep(): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakeUp = null;
  }
}
