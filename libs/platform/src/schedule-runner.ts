import { RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import { ViewMoved, type Delivery, type Job, type JobQueue, type ServicePorts } from '@chuangwen/ports';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from './clock';
import type { EventCodec } from './codec';
import { Consumption } from './consumer';
import { callerOf, EventFollower, type SendCommand, type Step } from './event-follower';
import { uuidFrom } from './ids';
import { QueueKeeper } from './queue-keeper';
import type { Schedule } from './schedule';
import { allStanding, fell, standingOf } from './standing';
import { StandingWork, type Change } from './standing-work';
import { Log } from './watch/log';
import { consumerSpan } from './watch/story-spans';
import { isTracing, within } from './watch/tracing';

/** Jobs on their way to the queue at a time. */
const AT_ONCE = 64;
/** While a store is away a due job is tried again after these (ms): the queue's own tries are for what fails on itself. */
const [FIRST_PAUSE, LAST_PAUSE] = [250, 10_000];
/** A change that another process disturbs is made anew so often, at once. */
const TRIES = 5;

type Named = Readonly<{ tenant: string; key: string; at: string }>;

/**
 * Runs a schedule. What stands is kept beside the offsets and committed with them; the queue is only the clock that rings. It is
 * filled from what stands whenever it may have lost something, at the start, and when a partition is taken over. A job that
 * rings and does not stand, or not at that time, has no effect.
 */
export class ScheduleRunner extends EventFollower {
  private readonly jobs: JobQueue;
  private readonly keeper: QueueKeeper;
  private readonly log: Log;
  private readonly stopping = new AbortController();
  private worker: { stop(): Promise<void> } | null = null;

  /** `look`: how often (ms) it is asked whether the queue may have lost something. */
  constructor(
    readonly schedule: Schedule,
    ports: Pick<ServicePorts, 'service' | 'views' | 'feed' | 'jobs'>,
    private readonly codec: EventCodec,
    private readonly clock: Clock,
    private readonly bus: { execute: SendCommand },
    look?: number,
  ) {
    const { service, views, feed, jobs } = ports;
    const { name, topics } = schedule;
    super({ view: `schedule:${name}`, generation: 1 }, topics, views, feed, `${service}.schedule.${name}`);
    this.jobs = jobs;
    const kept = { name, epoch: () => jobs.epoch(), fill: (stopped: AbortSignal) => this.fill(stopped) };
    this.log = new Log(service, 'schedule');
    this.keeper = new QueueKeeper(kept, this.log, look);
  }

  override async start(): Promise<void> {
    this.worker = await this.jobs.work(this.queue, (job) =>
      this.patiently(() => this.ring(job)).catch((error: unknown) => {
        this.refused(job, error);
        throw error;
      }),
    );
    this.keeper.start();
    await super.start();
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([super.stop(), this.worker?.stop(), this.keeper.stop()]);
  }

  override async retry(stream: { topic: string; tenant: string; stream: string }, dryRun: boolean): Promise<number> {
    const { work, result } = await this.turn.run('', () =>
      this.consumed((consumption) => consumption.retry(this.ref, stream, dryRun)),
    );
    if (!dryRun) await this.put(work.changes());
    return result.events;
  }

  /** Due jobs whose commands kept failing, and on what. */
  async failed(): Promise<(Named & { error: string })[]> {
    const failed = await this.jobs.failed(this.queue);
    return failed.map(({ tenant, data, at, error }) => ({ tenant, key: keyOf(data), at, error }));
  }

  /** Lets them ring again. Returns how many. */
  async retryFailed(): Promise<number> {
    let count = 0;
    for (const { tenant, key } of await this.jobs.failed(this.queue))
      if (await this.jobs.retry(this.queue, tenant, key)) count += 1;
    return count;
  }

  /** Where its jobs wait. */
  get queue(): string {
    return this.ref.view;
  }

  protected override assigned(): void {
    this.keeper.lacks(true);
  }

  protected override async take(delivery: Delivery): Promise<void> {
    const { work } = await this.consumed((consumption) => consumption.take(this.ref, delivery));
    await this.put(work.changes());
  }

  private consumed<T>(consume: (consumption: Consumption) => Promise<T>): Promise<{ work: StandingWork; result: T }> {
    return undisturbed(async () => {
      const work = new StandingWork(this.schedule, this.ref, this.models, this.codec, this.clock.now());
      return { work, result: await consume(new Consumption(this.models, this.clock, () => work)) };
    });
  }

  /** Only now, when it is committed: so nothing rings before it stands, and who goes on after a crash puts what was not put. */
  private async put(changes: readonly Change[]): Promise<void> {
    try {
      await inTurns(changes, async ({ tenant, key, was, now }) => {
        if (was && was.at !== now?.at) await this.jobs.cancel(this.queue, tenant, jobKey(was.at, key));
        if (!now || now.at === was?.at) return;
        const one = { tenant, key, at: now.at };
        if (!(await this.jobs.schedule(this.job(one))) && this.isDue(one)) this.keeper.lacks(true);
      });
    } catch {
      this.keeper.lacks(false); // which says so if it lasts
    }
  }

  private async fill(stopped: AbortSignal): Promise<number> {
    let missing = 0;
    const known: Named[] = [];
    for await (const page of allStanding(this.models, this.ref)) {
      if (stopped.aborted) return missing;
      await inTurns(page, async (one) => {
        if (await this.jobs.schedule(this.job(one))) missing += 1;
        else if (this.isDue(one)) known.push(one);
      });
    }
    if (known.length > 0) await this.ringAgain(known);
    return missing;
  }

  /**
   * What is due and known to the queue, yet neither waits nor failed, rang while it did not stand: what stands had been lost then,
   * and was made again from the events.
   */
  private async ringAgain(due: readonly Named[]): Promise<void> {
    const lists = [await this.jobs.waiting(this.queue), await this.jobs.failed(this.queue)];
    const there = new Set(lists.flat().map(({ tenant, key }) => `${tenant}\0${key}`));
    for (const job of due.map((one) => this.job(one)))
      if (!there.has(`${job.tenant}\0${job.key}`))
        await this.patiently(() => this.ring(job)).catch((error: unknown) => this.refused(job, error));
  }

  private refused({ tenant, data, at }: Job, error: unknown): void {
    if (error instanceof StorageUnavailable) return; // at a stop: it rings again elsewhere
    const [schedule, key] = [this.schedule.name, keyOf(data)];
    this.log.error('a due job is refused', { tenant, schedule, key, at, error: nameOf(error) });
  }

  private isDue({ at }: Named): boolean {
    return Date.parse(at) <= this.clock.now().getTime();
  }

  /** The time is part of the name: what was put off rings again, what rang does not. */
  private job({ tenant, key, at }: Named): Job {
    return { queue: this.queue, tenant, key: jobKey(at, key), at, data: { key } };
  }

  private async ring({ tenant, at, data }: Job): Promise<void> {
    const key = keyOf(data);
    const standing = await standingOf(this.models, this.ref, tenant, key);
    if (standing?.at !== at) return;
    const { name } = this.schedule;
    const step: Step = (to, step) => callerOf(to, name, uuidFrom(key, at, name, tenant, to, step), standing);
    const due = async () => {
      for (const command of this.schedule.due({ tenant, key, at, data: standing.data }, step))
        await this.bus.execute(command);
    };
    const { correlationId, causationId: id } = standing;
    await (isTracing() ? within(consumerSpan(this.group, { correlationId, id, tenant }), due) : due());
    const end = async () => {
      const still = await standingOf(this.models, this.ref, tenant, key);
      if (still?.at === at) await fell(this.models, this.ref, tenant, key, still);
    };
    await this.turn.run('', () => undisturbed(end));
  }

  /** A store that is away is no fault of the job. */
  private async patiently(work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    for (let ms = FIRST_PAUSE; ; ms = Math.min(2 * ms, LAST_PAUSE))
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof StorageUnavailable) || signal.aborted) throw error;
        await pause(ms, undefined, { signal }).catch(() => undefined);
      }
  }
}

const jobKey = (at: string, key: string): string => `${at} ${key}`;
/** Not its text, which may speak of people. */
const nameOf = (error: unknown): string =>
  error instanceof RuleViolation ? error.code : error instanceof Error ? error.name : typeof error;
const keyOf = (data: unknown): string => (data as { key: string }).key;

async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ViewMoved) || tries === TRIES) throw error;
    }
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += AT_ONCE)
    await Promise.all(items.slice(from, from + AT_ONCE).map(work));
}
