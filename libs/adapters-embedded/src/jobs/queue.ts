import { JobQueue, instant, requireTenant, type Job } from '@chuangwen/ports';
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock';
import type { WriteQueue } from '../write-queue';
import type { JobsRequest } from './engine';
import { JobRunner, jobOf, nameOf, type JobRow } from './runner';

export class SqliteJobQueue extends JobQueue {
  private readonly sql;
  /** The file is open and locked: nothing goes from it until the next time, when it may be another one. */
  private readonly opening = randomUUID();
  /** Jobs in work, of all runners of this folder: none is run twice at a time, none in work is cancelled. */
  private readonly inWork = new Set<string>();
  private readonly runners = new Set<JobRunner>();

  constructor(
    private readonly reader: DatabaseSync,
    private readonly writes: WriteQueue<JobsRequest, boolean>,
    private readonly clock: Clock,
  ) {
    super();
    const jobs = 'SELECT queue, tenant, key, at, data, attempts, error FROM jobs WHERE queue = ?';
    this.sql = {
      waiting: reader.prepare(`${jobs} AND state = 'waiting' ORDER BY due, tenant, key`),
      failed: reader.prepare(`${jobs} AND state = 'failed' ORDER BY due, tenant, key`),
      counts: reader.prepare(
        `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'failed') AS failed
         FROM jobs WHERE queue = ? AND state IN ('waiting', 'failed')`,
      ),
    };
  }

  override async schedule({ queue, tenant, key, at, data }: Job): Promise<boolean> {
    requireTenant(tenant);
    const json = JSON.stringify(data);
    if (json === undefined) throw new TypeError('The data of a job are JSON');
    const made = await this.writes.submit({ do: 'schedule', queue, tenant, key, at: instant(at), data: json });
    return this.woken(made);
  }

  override async retry(queue: string, tenant: string, key: string): Promise<boolean> {
    requireTenant(tenant);
    return this.woken(await this.writes.submit({ do: 'retry', queue, tenant, key, at: this.clock().getTime() }));
  }

  override async cancel(queue: string, tenant: string, key: string): Promise<boolean> {
    requireTenant(tenant);
    if (this.inWork.has(nameOf({ queue, tenant, key }))) return false;
    return this.writes.submit({ do: 'cancel', queue, tenant, key });
  }

  override async work(queue: string, handler: (job: Job) => Promise<void>) {
    const runner = new JobRunner(queue, handler, this.reader, this.writes, this.clock, this.inWork);
    this.runners.add(runner);
    return {
      stop: async () => {
        this.runners.delete(runner);
        await runner.stop();
      },
    };
  }

  override async failed(queue: string) {
    return (this.sql.failed.all(queue) as unknown as JobRow[]).map((row) => ({
      ...jobOf(row),
      error: row.error ?? '',
    }));
  }

  override async waiting(queue: string) {
    return (this.sql.waiting.all(queue) as unknown as JobRow[]).map(jobOf);
  }

  override async counts(queue: string) {
    return { ...(this.sql.counts.get(queue) as { waiting: number; failed: number }) };
  }

  override async epoch() {
    return this.opening;
  }

  private woken(something: boolean): boolean {
    if (something) for (const runner of this.runners) runner.wake();
    return something;
  }

  /** All runners end, after the jobs in work. */
  async stop(): Promise<void> {
    await Promise.all([...this.runners].map((runner) => runner.stop()));
  }
}
