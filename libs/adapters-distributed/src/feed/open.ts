import type { mongo } from 'mongoose';
import { BUCKETS } from '../events/append-document';
import { Outbox } from '../events/outbox';
import { Leases, type LeaseOptions } from '../relay/leases';
import { Publisher } from '../relay/publisher';
import { Relay } from '../relay/relay';
import { BrokerLog } from './broker-log';
import { MessageCodec } from './codec';
import { KafkaEventFeed, type FeedParts } from './feed';
import { Inbox } from './inbox';
import type { KafkaOptions } from './options';
import { TopicRegister } from './register';
import { requireTopics } from './setup';
import { fingerprintOf } from './signature';
import { Topics } from './topics';

export type ServiceFeed = Readonly<{ feed: KafkaEventFeed; relay: Relay }>;

type ServiceFeedOptions = Readonly<{
  /** Services that it may hear; default: any. */
  declared?: readonly string[];
  leases?: Omit<LeaseOptions, 'buckets'>;
}>;

/** Kafka as one process uses it. */
export class KafkaFeeds {
  private readonly opened: ServiceFeed[] = [];

  constructor(
    private readonly parts: FeedParts,
    private readonly codec: MessageCodec,
  ) {}

  /** `db`: of the service's appends. The relay runs from now on; whoever appends wakes it. */
  service(service: string, db: mongo.Db, { declared, leases }: ServiceFeedOptions = {}): ServiceFeed {
    const { options, topics, log } = this.parts;
    const relay: Relay = new Relay({
      outbox: new Outbox(db),
      leases: new Leases(db, { buckets: BUCKETS, ...leases }, () => relay.wake()),
      publisher: new Publisher(options),
      codec: this.codec,
      topic: () => topics.written(service),
      log,
      onSent: options.onSent,
    });
    relay.start();
    const opened = { feed: new KafkaEventFeed(this.parts, service, relay, declared), relay };
    this.opened.push(opened);
    return opened;
  }

  /** Subscriptions and relays end, each with what it has in work. */
  async close(): Promise<void> {
    await Promise.all(this.opened.map(({ feed }) => feed.stop()));
    await Promise.all(this.opened.map(({ relay }) => relay.stop()));
    this.parts.topics.close();
    await this.parts.brokers.close();
  }
}

/** `db`: of the register, which all services of the installation read. Throws TopicsUnfit unless each of the services has its topic, signed with this key. */
export async function openKafka(options: KafkaOptions, db: mongo.Db, services: readonly string[]): Promise<KafkaFeeds> {
  const register = new TopicRegister(db);
  const entries = await requireTopics(options, register, services);
  const topics = new Topics(options.prefix, register, entries, fingerprintOf(options.signingKey));
  const codec = new MessageCodec(options.signingKey);
  const log = options.log ?? console;
  const inbox = new Inbox(codec, log);
  return new KafkaFeeds({ options, topics, brokers: new BrokerLog(options), inbox, log }, codec);
}
