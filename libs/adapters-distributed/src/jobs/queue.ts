import { instant, JobQueue, requireTenant, type Job } from '@chuangwen/ports';
import { Queue, type JobType } from 'bullmq';
import { randomUUID } from 'node:crypto';
import { fieldsOf, type Redis } from '../redis/open';
import { ClockFollower } from './clock-follower';
import { idOf, jobOf, queueNameOf, type Kept } from './job-text';
import { BullRunner } from './runner';

/** The pauses: 1, 2, 4, 8 s. */
const TRIES = { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } } as const;
/** In BullMQ's words. */
const WAITING = ['delayed', 'wait', 'active'] as const satisfies readonly JobType[];
const PAGE = 500;

/** Taken out while it waits, and then only, in one step. Of BullMQ's keys it knows those of a delayed and of a due job. */
const CANCEL = `
if redis.call('ZREM', KEYS[1], ARGV[1]) + redis.call('LREM', KEYS[2], 1, ARGV[1]) == 0 then return 0 end
return redis.call('DEL', KEYS[3])`;

export type BullJobOptions = Readonly<{
  /** Of every key in Redis: the installation's and the service's. */
  prefix: string;
  clock?: (() => Date) | undefined;
  /** Default 30 s. */
  lockDuration?: number | undefined;
  /** Told of what a worker can't do now, and tries again. */
  troubled?: ((error: Error) => void) | undefined;
}>;

/**
 * The jobs of one service in BullMQ. Limits: keys of the last 10,000 done jobs of a queue are known, for a year; then one
 * that is scheduled again runs again. Where two processes' clocks differ, a job is due by the clock of the one that runs it.
 */
export class BullJobQueue extends JobQueue {
  private readonly queues = new Map<string, Promise<Queue<Kept>>>();
  private readonly runners = new Set<BullRunner>();
  private readonly clock: () => Date;
  private readonly follower: ClockFollower | null;

  constructor(
    private readonly redis: Redis,
    private readonly options: BullJobOptions,
  ) {
    super();
    this.clock = options.clock ?? (() => new Date());
    this.follower = options.clock ? new ClockFollower(options.clock, () => this.clockWasSet()) : null;
  }

  override async schedule({ queue, tenant, key, at, data }: Job): Promise<boolean> {
    requireTenant(tenant);
    const due = instant(at);
    if (JSON.stringify(data) === undefined) throw new TypeError('The data of a job are JSON');
    const kept: Kept = { tenant, key, at, data, made: randomUUID() };
    const jobId = idOf(kept);
    return this.redis.ask(async (client) => {
      const bull = await this.bull(queue);
      await bull.add('job', kept, { jobId, delay: this.delayUntil(due), timestamp: Date.now(), ...TRIES });
      // BullMQ answers the same whether it was there before.
      const there = await client.hget(bull.toKey(jobId), 'data');
      return there === null || (JSON.parse(there) as Kept).made === kept.made;
    });
  }

  override async cancel(queue: string, tenant: string, key: string): Promise<boolean> {
    requireTenant(tenant);
    return this.redis.ask(async (client) => {
      const bull = await this.bull(queue);
      const id = idOf({ tenant, key });
      const keys = [bull.toKey('delayed'), bull.toKey('wait'), bull.toKey(id)];
      return (await client.eval(CANCEL, keys.length, ...keys, id)) === 1;
    });
  }

  override async work(queue: string, handler: (job: Job) => Promise<void>) {
    const { prefix, lockDuration = 30_000, troubled = () => undefined } = this.options;
    const { url } = this.redis;
    const runner = new BullRunner(queue, handler, { url, prefix, clock: this.clock, lockDuration, troubled });
    this.runners.add(runner);
    return {
      stop: async () => {
        this.runners.delete(runner);
        await runner.stop();
      },
    };
  }

  override async retry(queue: string, tenant: string, key: string): Promise<boolean> {
    requireTenant(tenant);
    return this.redis.ask(async () => {
      const job = await (await this.bull(queue)).getJob(idOf({ tenant, key }));
      if (!job || !(await job.isFailed())) return false;
      try {
        await job.retry('failed', { resetAttemptsMade: true });
        return true;
      } catch (error) {
        if (await job.isFailed()) throw error;
        return false; // somebody else retried it at this moment
      }
    });
  }

  override failed(queue: string) {
    return this.list(queue, ['failed']);
  }

  override async waiting(queue: string): Promise<Job[]> {
    return (await this.list(queue, WAITING)).map(({ error: _, ...job }) => job);
  }

  override counts(queue: string) {
    return this.redis.ask(async () => {
      const counts = await (await this.bull(queue)).getJobCounts(...WAITING, 'failed');
      return { waiting: WAITING.reduce((sum, type) => sum + counts[type]!, 0), failed: counts['failed']! };
    });
  }

  /** Which run of Redis it is, how much that has evicted, and a key that goes with the rest. */
  override epoch(): Promise<string> {
    const marker = `${this.options.prefix}:epoch`;
    return this.redis.ask(async (client) => {
      await client.set(marker, randomUUID(), 'NX');
      const [mark, server, stats] = await Promise.all([
        client.get(marker),
        client.info('server'),
        client.info('stats'),
      ]);
      return [fieldsOf(server)['run_id'], fieldsOf(stats)['evicted_keys'], mark].join(' ');
    });
  }

  /** All runners end, after the jobs in work. */
  async stop(): Promise<void> {
    this.follower?.stop();
    await Promise.all([...this.runners].map((runner) => runner.stop()));
  }

  /** A job that is tried again keeps its pause. */
  private async clockWasSet(): Promise<void> {
    for (const bull of await Promise.all(this.queues.values()))
      for (const job of await bull.getDelayed())
        if (job.attemptsMade === 0) await job.changeDelay(this.delayUntil(instant(job.data.at)));
  }

  private readonly delayUntil = (due: number) => Math.max(0, due - this.clock().getTime());

  /** In order of their time. A page at a time: a long list may take longer than one answer. */
  private async list(queue: string, types: readonly JobType[]): Promise<(Job & { error: string })[]> {
    const found = new Map<string, Job & { error: string }>();
    for (const type of types) {
      const count = await this.redis.ask(async () => (await this.bull(queue)).getJobCountByTypes(type));
      for (let from = 0; from < count; from += PAGE) {
        const jobs = await this.redis.ask(async () =>
          (await this.bull(queue)).getJobs([type], from, from + PAGE - 1, true),
        );
        for (const { id, data, failedReason } of jobs)
          found.set(id!, { ...jobOf(queue, data), error: failedReason ?? '' });
      }
    }
    return [...found.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  /** Made once there is a connection: one that begins without never works. */
  private bull(queue: string): Promise<Queue<Kept>> {
    const known = this.queues.get(queue);
    if (known) return known;
    const made = this.opened(queue);
    this.queues.set(queue, made);
    made.catch(() => this.queues.delete(queue));
    return made;
  }

  private async opened(queue: string): Promise<Queue<Kept>> {
    const bull = new Queue<Kept>(queueNameOf(queue), {
      connection: this.redis.client,
      prefix: this.options.prefix,
      streams: { events: { maxLen: 100 } },
    });
    bull.on('error', () => undefined); // told by the call that fails
    await bull.waitUntilReady();
    return bull;
  }
}
