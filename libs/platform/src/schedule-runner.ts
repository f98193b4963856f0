import { StorageUnavailable } from '@chuangwen/kernel';
import { ViewMoved, type Delivery, type Job, type JobQueue, type ServicePorts } from '@chuangwen/ports';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from './clock';
import type { EventCodec } from './codec';
import { Consumption } from './consumer';
import { callerOf, EventFollower, type SendCommand, type Step } from './event-follower';
import { uuidFrom } from './ids';
import type { Schedule } from './schedule';
import { allStanding, fell, standingOf } from './standing';
import { StandingWork, type Change } from './standing-work';
import { Log } from './watch/log';

/** How soon it is noticed that the queue may have lost something (ms). */
const LOOK = 5_000;
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
  private readonly log: Log;
  private worker: { stop(): Promise<void> } | null = null;
  private filler: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private wake = (): void => undefined;
  /** The queue may lack something, whatever its epoch says. */
  private lacking = true;
  private epoch: string | null = null;

  constructor(
    readonly schedule: Schedule,
    ports: Pick<ServicePorts, 'service' | 'views' | 'feed' | 'jobs'>,
    private readonly codec: EventCodec,
    private readonly clock: Clock,
    private readonly bus: { execute: SendCommand },
    private readonly look = LOOK,
  ) {
    const { service, views, feed, jobs } = ports;
    const group = `${service}.schedule.${schedule.name}`;
    super({ view: `schedule:${schedule.name}`, generation: 1 }, schedule.topics, views, feed, group);
    this.jobs = jobs;
    this.log = new Log(service, 'schedule');
  }

  override async start(): Promise<void> {
    this.worker = await this.jobs.work(this.queue, (job) => this.patiently(() => this.ring(job)));
    this.filler = this.keepFilled();
    await super.start();
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await super.stop();
    await this.worker?.stop();
    await this.filler;
  }

  override async retry(stream: { topic: string; tenant: string; stream: string }, dryRun: boolean): Promise<number> {
    let work!: StandingWork;
    const consumption = new Consumption(this.models, this.clock, () => (work = this.work()));
    const { events } = await this.turn.run('', () =>
      this.undisturbed(() => consumption.retry(this.ref, stream, dryRun)),
    );
    if (!dryRun) await this.put(work.changes());
    return events;
  }

  /** Due jobs whose commands kept failing, and on what. */
  async failed(): Promise<(Named & { error: string })[]> {
    return (await this.jobs.failed(this.queue)).map(({ tenant, data, at, error }) => {
      return { tenant, key: keyOf(data), at, error };
    });
  }

  /** Lets them ring again. Returns how many. */
  async retryFailed(): Promise<number> {
    let count = 0;
    for (const { tenant, key } of await this.jobs.failed(this.queue))
      if (await this.jobs.retry(this.queue, tenant, key)) count += 1;
    return count;
  }

  /** Where this schedule's jobs wait. */
  get queue(): string {
    return this.ref.view;
  }

  protected override assigned(): void {
    this.lacking = true;
    this.wake();
  }

  protected override async take(delivery: Delivery): Promise<void> {
    let work!: StandingWork;
    const consumption = new Consumption(this.models, this.clock, () => (work = this.work()));
    await this.undisturbed(() => consumption.take(this.ref, delivery));
    await this.put(work.changes());
  }

  private work(): StandingWork {
    return new StandingWork(this.schedule, this.ref, this.models, this.codec, this.clock.now());
  }

  /** Only now, when it is committed: so nothing rings before it stands, and what stands is put at the latest by who goes on here. */
  private async put(changes: readonly Change[]): Promise<void> {
    try {
      await inTurns(changes, async ({ tenant, key, was, now }) => {
        if (was && was.at !== now?.at) await this.jobs.cancel(this.queue, tenant, jobKey(was.at, key));
        if (now && now.at !== was?.at) await this.jobs.schedule(this.job(tenant, key, now.at));
      });
    } catch {
      this.lacking = true; // the next look says so if it lasts
    }
  }

  /** The time is part of the name: what was put off rings again, what rang does not. */
  private job(tenant: string, key: string, at: string): Job {
    return { queue: this.queue, tenant, key: jobKey(at, key), at, data: { key } };
  }

  private async ring({ tenant, at, data }: Job): Promise<void> {
    const key = keyOf(data);
    const standing = await standingOf(this.models, this.ref, tenant, key);
    if (standing?.at !== at) return;
    const { name } = this.schedule;
    const step: Step = (to, step) => callerOf(to, name, uuidFrom(key, at, name, tenant, to, step), standing);
    for (const command of this.schedule.due({ tenant, key, at, data: standing.data }, step))
      await this.bus.execute(command);
    await this.turn.run('', () =>
      this.undisturbed(async () => {
        const still = await standingOf(this.models, this.ref, tenant, key);
        if (still?.at === at) await fell(this.models, this.ref, tenant, key, still);
      }),
    );
  }

  /** A store that is away is no fault of the job. */
  private async patiently(work: () => Promise<void>): Promise<void> {
    for (let ms = FIRST_PAUSE; ; ms = Math.min(2 * ms, LAST_PAUSE))
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof StorageUnavailable) || this.stopped) throw error;
        await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
  }

  private async undisturbed<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1)
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof ViewMoved) || tries === TRIES) throw error;
      }
  }

  private async keepFilled(): Promise<void> {
    for (let away = false; !this.stopped;) {
      try {
        await this.fillWhereLacking();
        away = false;
      } catch (error) {
        const said = { schedule: this.schedule.name, error: String(error).slice(0, 300) };
        if (!away && !this.stopped) this.log.warn('jobs can’t be put into the queue now', said);
        away = true;
      }
      if (away || !this.lacking) await this.nap();
    }
  }

  private async fillWhereLacking(): Promise<void> {
    const epoch = await this.jobs.epoch();
    if (!this.lacking && epoch === this.epoch) return;
    this.lacking = false;
    try {
      const missing = await this.fill();
      if (missing > 0) this.log.warn('jobs were missing and are put again', { schedule: this.schedule.name, missing });
      this.epoch = epoch;
    } catch (error) {
      this.lacking = true;
      throw error;
    }
  }

  /** Returns how many were missing. */
  private async fill(): Promise<number> {
    let missing = 0;
    for await (const page of allStanding(this.models, this.ref)) {
      if (this.stopped) break;
      await inTurns(page, async ({ tenant, key, at }) => {
        if (await this.jobs.schedule(this.job(tenant, key, at))) missing += 1;
      });
    }
    return missing;
  }

  private async nap(): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.look);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }
}

const jobKey = (at: string, key: string): string => `${at} ${key}`;
const keyOf = (data: unknown): string => (data as { key: string }).key;

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += AT_ONCE)
    await Promise.all(items.slice(from, from + AT_ONCE).map(work));
}
