import {
  EventFeed,
  requireTenant,
  type Consumer,
  type Delivery,
  type Position,
  type Subscription,
} from '@chuangwen/ports';
import { setImmediate } from 'node:timers';
import { PAGE } from './log';
import type { EventLogs } from './logs';
import { TopicReader } from './subscription';
import { Walkers } from './walkers';

/** The stores' own logs as topics: one partition 0, offset = position − 1. */
export class SqliteEventFeed extends EventFeed {
  /** Who reads a topic for a group; the next of the same group waits for its end. */
  private readonly turns = new Map<string, Promise<void>>();
  private readonly running = new Set<Subscription>();
  private readonly walkers = new Walkers();

  constructor(private readonly logs: EventLogs) {
    super();
  }

  override async publish(topic: string): Promise<void> {
    this.logs.wake(topic);
  }

  override async subscribe(consumer: Consumer): Promise<Subscription> {
    const readers = consumer.topics.map(
      (topic) => new TopicReader(this.logs, topic, consumer, this.turn(consumer.group, topic)),
    );
    const subscription = {
      stop: async () => {
        await Promise.all(readers.map((reader) => reader.stop()));
        this.running.delete(subscription);
      },
    };
    this.running.add(subscription);
    return subscription;
  }

  override async *replay(
    topics: readonly string[],
    { tenant, from = [] }: Parameters<EventFeed['replay']>[1] = {},
  ): AsyncGenerator<Delivery> {
    if (tenant !== undefined) requireTenant(tenant);
    for (const { topic, next: end } of await this.ends(topics)) {
      const start = from.find((position) => position.topic === topic)?.next ?? 0;
      const log = this.logs.find(topic);
      if (!log) continue;
      const read = (at: number): Delivery | null => {
        walker.at = at;
        if (at >= end) return null;
        const limit = Math.min(PAGE, end - at);
        const page = tenant === undefined ? log.feed(at, limit) : log.feedOfTenant(tenant, at, limit, end);
        return { topic, partition: 0, ...page };
      };
      const walker = this.walkers.join(topic, start);
      try {
        for (let delivery = read(start); delivery !== null;) {
          const { next, events } = delivery;
          const following = meanwhile(() => read(next));
          // The last delivery is made even when it is empty, so that the consumer stands at the end.
          if (events.length > 0 || next >= end) yield delivery;
          await this.walkers.together(walker);
          delivery = await following;
        }
      } finally {
        this.walkers.leave(walker);
      }
    }
  }

  override async ends(topics: readonly string[]): Promise<readonly Position[]> {
    return topics.map((topic) => ({ topic, partition: 0, next: this.logs.find(topic)?.end() ?? 0 }));
  }

  /** What is in the log can be heard. */
  override async settled(): Promise<void> {}

  /** A handle that hears these topics and no others. */
  only(topics: readonly string[]): EventFeed {
    const check = (asked: readonly string[]) => {
      const foreign = asked.find((topic) => !topics.includes(topic));
      if (foreign !== undefined) throw new Error(`The topic ${foreign} was not declared`);
    };
    return new DeclaredTopics(this, check);
  }

  /** All subscriptions end. */
  async stop(): Promise<void> {
    await Promise.all([...this.running].map((subscription) => subscription.stop()));
  }

  private async turn(group: string, topic: string): Promise<() => void> {
    const key = `${group}\n${topic}`;
    const before = this.turns.get(key);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.turns.set(key, promise);
    await before;
    return resolve;
  }
}

/**
 * Does it while the consumer waits for its commit, where another thread makes that: the second turn of the loop from now, because in the
 * first one the commit is sent.
 */
function meanwhile<T>(work: () => T): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  setImmediate(() =>
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error as Error);
      }
    }),
  );
  promise.catch(() => {}); // a consumer that stops early asks no more
  return promise;
}

class DeclaredTopics extends EventFeed {
  constructor(
    private readonly feed: EventFeed,
    private readonly check: (topics: readonly string[]) => void,
  ) {
    super();
  }

  override async publish(...[topic, events]: Parameters<EventFeed['publish']>) {
    return this.feed.publish(topic, events);
  }

  override async subscribe(consumer: Consumer) {
    this.check(consumer.topics);
    return this.feed.subscribe(consumer);
  }

  override replay(...[topics, options]: Parameters<EventFeed['replay']>) {
    this.check(topics);
    return this.feed.replay(topics, options);
  }

  override async ends(topics: readonly string[]) {
    this.check(topics);
    return this.feed.ends(topics);
  }

  override async settled() {
    return this.feed.settled();
  }
}
