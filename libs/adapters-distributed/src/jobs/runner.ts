import { instant, type Job } from '@chuangwen/ports';
import { DelayedError, Worker, type Job as BullJob } from 'bullmq';
import { Redis as Client } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { retryAfter } from '../redis/open';
import { jobOf, queueNameOf, type Kept } from './job-text';

/** Jobs in work at a time: they mostly wait for a commit. */
const AT_ONCE = 8;
/** A worker that is gone leaves a job in work; it goes back so often before it is kept as failed. A throw is not counted here. */
const LOST_AT_MOST = 20;
/** Done jobs of a queue whose keys are known still: 1.6 KB each. */
export const KEPT_DONE = { count: 10_000, age: 366 * 24 * 3600 } as const;
/** How long a job that is early by our clock is held before it goes back to wait (ms): who is ahead would hand it over again at once. */
const HELD = 1_000;
/** Once nothing is in work any more, Redis is given this long (ms) to hear of it. */
const GRACE = 3_000;
/** An answer that takes longer (ms) was lost with its connection. BullMQ itself watches only the connection on which it waits for work. */
const PATIENCE = 10_000;

export type RunnerOptions = Readonly<{
  url: string;
  prefix: string;
  clock: () => Date;
  /** Milliseconds that a job stays with a worker of which nothing is heard. */
  lockDuration: number;
  troubled: (error: Error) => void;
}>;

/** Works one queue until stopped, on connections of its own that come back whenever Redis does. */
export class BullRunner {
  private readonly client: Client;
  private readonly worker: Worker<Kept>;
  private readonly watching: NodeJS.Timeout;
  private readonly inWork = new Set<Promise<void>>();
  private stopped: Promise<void> | null = null;

  constructor(
    private readonly queue: string,
    private readonly handler: (job: Job) => Promise<void>,
    private readonly options: RunnerOptions,
  ) {
    const { url, prefix, lockDuration, troubled } = options;
    this.client = new Client(url, {
      maxRetriesPerRequest: null,
      connectTimeout: 3_000,
      // Of its duplicate too: what can't be reached ends with the runner.
      retryStrategy: (tries) => (this.stopped ? null : retryAfter(tries)),
    });
    this.worker = new Worker<Kept>(queueNameOf(queue), (job, token) => this.run(job, token), {
      connection: this.client,
      prefix,
      concurrency: AT_ONCE,
      lockDuration,
      stalledInterval: lockDuration,
      maxStalledCount: LOST_AT_MOST,
      removeOnComplete: KEPT_DONE,
      runRetryDelay: 1_000,
    });
    this.worker.on('error', troubled);
    this.watching = setInterval(() => void this.watch(), PATIENCE);
  }

  stop(): Promise<void> {
    this.stopped ??= this.close();
    return this.stopped;
  }

  private async close(): Promise<void> {
    await Promise.race([this.decided(), pause(GRACE, undefined, { ref: false })]);
    const closed = this.worker.close().catch(this.options.troubled);
    while (this.inWork.size > 0) await Promise.all(this.inWork);
    await Promise.race([closed, pause(GRACE, undefined, { ref: false })]);
    clearInterval(this.watching);
    this.client.disconnect();
  }

  /** For the end of a connection that is just being made anew BullMQ would wait for ever; none is begun any more. */
  private async decided(): Promise<void> {
    const waiting = await this.worker.getBackend().blockingClient?.catch(() => null);
    for (const client of [this.client, waiting])
      while (client && client.status !== 'ready' && client.status !== 'end') await pause(50, undefined, { ref: false });
  }

  private async watch(): Promise<void> {
    if (this.client.status !== 'ready') return;
    const lost = setTimeout(() => this.client.disconnect(true), PATIENCE);
    await this.client.ping().catch(this.options.troubled);
    clearTimeout(lost);
  }

  private async run(job: BullJob<Kept>, token: string | undefined): Promise<void> {
    const run = this.runDue(job, token);
    const settled = run.then(
      () => undefined,
      () => undefined,
    );
    this.inWork.add(settled);
    settled.finally(() => this.inWork.delete(settled));
    return run;
  }

  private async runDue(job: BullJob<Kept>, token: string | undefined): Promise<void> {
    const early = () => instant(job.data.at) - this.options.clock().getTime();
    if (early() > 0) await pause(Math.min(early(), HELD));
    if (early() > 0) {
      await job.moveToDelayed(Date.now() + early(), token);
      throw new DelayedError();
    }
    try {
      await this.handler(jobOf(this.queue, job.data));
    } catch (error) {
      // Its name decides what BullMQ makes of an error; of a handler's it is a failure, whatever it is called.
      throw new Error(String((error as Error | null)?.message ?? error), { cause: error });
    }
  }
}
