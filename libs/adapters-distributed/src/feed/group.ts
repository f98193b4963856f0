import type { Subscription } from '@chuangwen/ports';
import { setInterval } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { readBy, topicOf } from './generations';
import { Member, type Over } from './member';
import type { KafkaOptions } from './options';
import type { PlaceContext, Reading } from './place';
import type { Topics } from './topics';

/** Milliseconds between one member and the next. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
/** How often a group that reads an old generation looks whether it is through (ms). */
const LOOK = 1_000;
/** Longer than a group takes to share out its partitions anew (ms): who has not heard from it since does not hear. */
const DEAF = 60_000;

/** This process's part of a group: always one member, replaced when it fails or the group goes on to another generation. */
export class GroupReader implements Subscription {
  private readonly stopped = new AbortController();
  private member: Member | null = null;
  private pause = FIRST_PAUSE;
  private away = false;
  /** When the brokers last answered a member that is over. */
  private heard = Date.now();
  private readonly unlisten: () => void;
  private readonly timer: NodeJS.Timeout;
  private readonly done: Promise<void>;

  constructor(
    private readonly options: KafkaOptions,
    private readonly topics: Topics,
    private readonly context: PlaceContext,
  ) {
    this.unlisten = topics.onChanged(() => void this.lookForNext());
    this.timer = setInterval(() => {
      if (this.member?.readings.some(({ topic }) => topic.name !== topics.read(topic.service).name))
        void this.lookForNext();
    }, LOOK);
    this.done = this.run();
  }

  hears(): boolean {
    return Date.now() - Math.max(this.heard, this.member?.heard ?? 0) < DEAF;
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    clearInterval(this.timer);
    this.unlisten();
    await this.done;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    const stopped = new Promise<'stopped'>((resolve) => signal.addEventListener('abort', () => resolve('stopped')));
    while (!signal.aborted) {
      const why = await this.one(stopped).catch(() => 'crashed' as const);
      if (signal.aborted) return;
      if (why === 'moved') continue;
      this.tell(why);
      await wait(this.pause, undefined, { signal }).catch(() => undefined);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    }
  }

  private async one(stopped: Promise<'stopped'>): Promise<Over | 'stopped'> {
    const readings = await Promise.race([this.readings(), stopped]);
    if (readings === 'stopped') return readings;
    const member = (this.member = new Member(this.options, readings, this.context, () => this.back()));
    member.start();
    const why = await Promise.race([member.ended, stopped]);
    this.member = null;
    this.heard = Math.max(this.heard, member.heard);
    await member.stop();
    return why;
  }

  private readings(): Promise<Reading[]> {
    const { consumer } = this.context;
    return Promise.all(
      consumer.topics.map(async (service) => {
        const entry = this.topics.entry(service);
        const known = new Map<number, Promise<number>>();
        const stands = (partition: number) => {
          const at = known.get(partition) ?? consumer.start(service, partition);
          known.set(partition, at);
          return at;
        };
        const generation = await readBy(entry, stands);
        return { entry, generation, topic: topicOf(this.topics.prefix, service, generation) };
      }),
    );
  }

  /** All members of a group find the same, for they ask the same positions; so nobody leaves what others still have to read. */
  private async lookForNext(): Promise<void> {
    const { member } = this;
    const readings = await this.readings().catch(() => null);
    if (!readings || !member || this.member !== member) return;
    const names = (all: readonly Reading[]) => all.map(({ topic }) => topic.name).join();
    if (names(readings) !== names(member.readings)) member.end('moved');
  }

  private back(): void {
    this.pause = FIRST_PAUSE;
    if (this.away) this.context.log.warn(JSON.stringify({ consumer: this.context.consumer.group, brokers: 'back' }));
    this.away = false;
  }

  private tell(why: Over | 'stopped'): void {
    if (!this.away) this.context.log.warn(JSON.stringify({ consumer: this.context.consumer.group, member: why }));
    this.away = true;
  }
}
