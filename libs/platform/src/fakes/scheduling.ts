import type { EventOf } from '@chuangwen/contracts';
import type { Caller } from '../caller';
import { defineSchedule } from '../schedule';
import { ScheduleRunner } from '../schedule-runner';
import { MemoryFeed } from './feed';
import { MemoryJobQueue } from './jobs';
import { MemoryReadModels } from './read-models';
import { type pointOpened, type pointVisited, writing } from './sample';

export class Remind {
  constructor(
    readonly caller: Caller,
    readonly pointId: string,
  ) {}
}

const DAY = 24 * 3600_000;
export const later = (instant: string, days: number) => new Date(Date.parse(instant) + days * DAY).toISOString();

type Heard = EventOf<typeof pointOpened> | EventOf<typeof pointVisited>;
/** A point is to be visited within a week, after a visit with a bad score within as many days; a good one ends it. */
const visits = defineSchedule<Heard, { pointId: string }>({
  name: 'visits',
  topics: ['inspection'],
  on: {
    'point.opened': ({ data: { pointId }, meta }) => [
      { schedule: { key: pointId, at: later(meta.recordedAt, 7), data: { pointId } } },
    ],
    'point.visited': ({ data: { pointId, score }, meta }) => {
      if (score === 9) return [{ schedule: { key: pointId, at: 'soon', data: { pointId } } }];
      return score >= 5
        ? [{ cancel: pointId }]
        : [{ schedule: { key: pointId, at: later(meta.recordedAt, score), data: { pointId } } }];
    },
  },
  due: ({ tenant, data }, step) => [new Remind(step(tenant, 'keeper'), data.pointId)],
});

/** A schedule over memory, on a clock whose hands are turned. */
export class Scheduling {
  readonly models = new MemoryReadModels();
  readonly feed: MemoryFeed;
  readonly sent: Remind[] = [];
  refuse: (command: Remind) => Promise<void> | void = () => undefined;
  runner!: ScheduleRunner;

  constructor(
    readonly w = writing(),
    readonly jobs = new MemoryJobQueue(w.clock),
  ) {
    this.feed = new MemoryFeed('inspection', w.store.log);
  }

  /** A process, as far as its memory is concerned. `look`: see ScheduleRunner. */
  async begin(look = 5): Promise<void> {
    const { models: views, feed, jobs, w } = this;
    const execute = async (command: unknown) => {
      await this.refuse(command as Remind);
      this.sent.push(command as Remind);
    };
    this.runner = new ScheduleRunner(
      visits,
      { service: 'inspection', views, feed, jobs },
      w.codec,
      w.clock,
      { execute },
      look,
    );
    await this.runner.start();
  }

  async pass(days: number): Promise<void> {
    this.w.clock.at = new Date(this.w.clock.at.getTime() + days * DAY);
    await this.jobs.ring();
  }

  get now(): string {
    return this.w.clock.at.toISOString();
  }

  /** Of which points somebody was reminded. */
  get points(): string[] {
    return this.sent.map(({ pointId }) => pointId);
  }

  async waiting(): Promise<string[]> {
    return (await this.jobs.waiting(this.runner.queue)).map(({ at }) => at);
  }
}
