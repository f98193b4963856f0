import {
  migrateEvents,
  openEventStore,
  openKafka,
  prepareTopics,
  TopicRegister,
  type KafkaFeeds,
  type KafkaOptions,
  type MongoEventStore,
  type ServiceFeed,
} from '@chuangwen/adapters-distributed';
import { randomUUID } from 'node:crypto';
import { engines } from '../../engines';
import { Database } from '../database';

export const signingKey = Buffer.alloc(32, 7);

/** One service on a database and topics of its own, as a process holds it. */
export type Node = ServiceFeed & Readonly<{ kafka: KafkaFeeds; store: MongoEventStore; close(): Promise<void> }>;

type More = Readonly<{ brokers?: string; partitions?: number; services?: readonly string[]; sessionTimeout?: number }>;

/** Topics and databases of one spec, and as many nodes of its services as it wants. */
export class Stage {
  private readonly nodes = new Set<Node>();

  private constructor(
    readonly database: Database,
    readonly options: KafkaOptions,
    readonly services: readonly string[],
  ) {}

  static async open({ brokers, partitions = 4, services = ['task'], sessionTimeout }: More = {}): Promise<Stage> {
    const database = await Database.open();
    const options: KafkaOptions = {
      brokers: (brokers ?? (await engines.kafka()).url).split(','),
      prefix: `t${randomUUID().slice(0, 8)}`,
      signingKey,
      log: { warn: () => undefined, error: () => undefined },
      ...(sessionTimeout ? { sessionTimeout } : {}),
    };
    await migrateEvents(database.db);
    await prepareTopics(options, new TopicRegister(database.db), services, { partitions, replication: 1 });
    return new Stage(database, options, services);
  }

  async node(more: Partial<KafkaOptions> = {}): Promise<Node> {
    const kafka = await openKafka({ ...this.options, ...more }, this.database.db, this.services);
    const own = kafka.service(this.services[0]!, this.database.db);
    const store = await openEventStore(this.database.db, { onAppended: () => own.relay.wake() });
    const close = async () => {
      this.nodes.delete(node);
      await kafka.close();
    };
    const node = { ...own, kafka, store, close };
    this.nodes.add(node);
    return node;
  }

  async close(): Promise<void> {
    await Promise.all([...this.nodes].map((node) => node.close()));
    await this.database.close();
  }
}
