import {
  EventFeed,
  requireTenant,
  type Consumer,
  type Delivery,
  type Position,
  type Subscription,
} from '@chuangwen/ports';
import type { BrokerLog } from './broker-log';
import { GroupReader } from './group';
import type { Inbox, Refused } from './inbox';
import type { KafkaOptions, Log } from './options';
import { replay, type ReplayOptions } from './replay';
import { portPartition } from './topic';
import type { Topics } from './topics';

/** What all services of a process share of Kafka. */
export type FeedParts = Readonly<{ options: KafkaOptions; topics: Topics; brokers: BrokerLog; inbox: Inbox; log: Log }>;

/** Publishes what a service's store holds; see Relay. */
export type Publishing = Readonly<{ settled(): Promise<void> }>;

/** One service's hearing of Kafka's topics. A partition of the port also names the topic's generation, see `portPartition`. */
export class KafkaEventFeed extends EventFeed {
  private readonly running = new Set<Subscription>();

  constructor(
    private readonly parts: FeedParts,
    /** Whose events it publishes. */
    private readonly service: string,
    private readonly publishing: Publishing,
    /** Services that it may hear; default: any. */
    private readonly declared?: readonly string[],
  ) {
    super();
  }

  /** Resolves when all that was stored can be heard. Events reach the topic from the store alone, in stream order, by the relay: one sent past it could come before the one before it. */
  override async publish(topic: string): Promise<void> {
    if (topic !== this.service) throw new Error(`The events of ${topic} are not ${this.service}'s to publish`);
    await this.publishing.settled();
  }

  override async subscribe(consumer: Consumer): Promise<Subscription> {
    this.check(consumer.topics);
    const { options, topics, brokers, inbox, log } = this.parts;
    const reader = new GroupReader(options, topics, { consumer, brokers, inbox, log });
    const subscription = {
      hears: () => reader.hears(),
      stop: async () => {
        await reader.stop();
        this.running.delete(subscription);
      },
    };
    this.running.add(subscription);
    return subscription;
  }

  override async *replay(topics: readonly string[], options: ReplayOptions = {}): AsyncGenerator<Delivery> {
    this.check(topics);
    if (options.tenant !== undefined) requireTenant(options.tenant);
    yield* replay(this.parts, topics, options);
  }

  override async ends(topics: readonly string[]): Promise<readonly Position[]> {
    this.check(topics);
    const read = topics.map((service) => this.parts.topics.read(service));
    const ends = await this.parts.brokers.ends(read);
    return read.flatMap((topic, at) =>
      ends[at]!.map((next, p) => ({ topic: topic.service, partition: portPartition(topic, p), next })),
    );
  }

  override async settled(): Promise<void> {
    await this.publishing.settled();
  }

  /** Messages that were no events, since the process began. */
  refused(): readonly Refused[] {
    return this.parts.inbox.refused();
  }

  /** All subscriptions end. */
  async stop(): Promise<void> {
    await Promise.all([...this.running].map((subscription) => subscription.stop()));
  }

  private check(topics: readonly string[]): void {
    for (const topic of topics) {
      if (this.declared && !this.declared.includes(topic)) throw new Error(`The topic ${topic} was not declared`);
      this.parts.topics.entry(topic);
    }
  }
}
