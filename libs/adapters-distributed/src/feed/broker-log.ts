import { StorageUnavailable } from '@chuangwen/kernel';
import { PartitionAssigners, type Cluster } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Received } from './codec';
import { kafkaClient, type KafkaOptions } from './options';
import type { Topic } from './topic';

/** By partition: the first offset, and the one after the last. */
type Bounds = readonly [first: readonly number[], end: readonly number[]];

export type LogMessage = Received & Readonly<{ offset: string }>;

/** Milliseconds after which who asks is told that the brokers do not answer. */
const DEADLINE = 10_000;
const AGAIN = 100;
/** What is still asked on a dead connection holds nobody up for longer. */
const CLOSING = 2_000;
/** Bytes of a page; a larger message comes alone. */
const PAGE = 1024 * 1024;

/** The log ends before a place where somebody has read it already, or begins behind it: events were lost there. */
export class TopicCut extends Error {
  override readonly name = 'TopicCut';
  constructor({ name }: Topic, partition: number, offset: number) {
    super(
      `Kafka 主题 ${name} 的分区 ${partition} 中没有偏移量 ${offset}：其中的事件已丢失。\n` +
        `Partition ${partition} of the Kafka topic ${name} has no offset ${offset}: events of it were lost.`,
    );
  }
}

/**
 * Partitions read by offset, without a group: a group would have to be joined (seconds, where brokers wait for more members), kept
 * alive and forgotten for each page. kafkajs has this in its cluster only, which it hands to whoever assigns partitions.
 */
export class BrokerLog {
  private opened: Promise<Cluster> | null = null;
  private readonly asked = new Map<string, Promise<Bounds>>();
  private closed = false;

  constructor(private readonly options: KafkaOptions) {}

  /** The offset after the last message of each partition. Throws StorageUnavailable. */
  ends(topics: readonly Topic[]): Promise<number[][]> {
    return this.offsets(topics, false);
  }

  /** Throws TopicCut when there is nothing to be read on from this offset, now or later; StorageUnavailable. */
  async mustHold(topic: Topic, partition: number, offset: number): Promise<void> {
    const within = ([first, end]: Bounds) => first[partition]! <= offset && offset <= end[partition]!;
    if (within(await this.sharedBounds(topic))) return;
    // What others had asked for may be older than the offset.
    if (!within(await this.bounds(topic))) throw new TopicCut(topic, partition, offset);
  }

  private sharedBounds(topic: Topic): Promise<Bounds> {
    const asked = this.asked.get(topic.name) ?? this.bounds(topic).finally(() => this.asked.delete(topic.name));
    this.asked.set(topic.name, asked);
    return asked;
  }

  private async bounds(topic: Topic): Promise<Bounds> {
    const both = await Promise.all([this.offsets([topic], true), this.offsets([topic], false)]);
    return [both[0][0]!, both[1][0]!];
  }

  private async offsets(topics: readonly Topic[], fromBeginning: boolean): Promise<number[][]> {
    if (topics.length === 0) return [];
    return this.asking(topics, async (cluster) => {
      const partitionsOf = ({ partitions }: Topic) =>
        Array.from({ length: partitions }, (_, partition) => ({ partition }));
      const asked = topics.map((topic) => ({ topic: topic.name, partitions: partitionsOf(topic), fromBeginning }));
      const answers = await cluster.fetchTopicsOffset(asked);
      return topics.map((topic) => {
        const offsets = new Map(
          answers.find((one) => one.topic === topic.name)?.partitions.map((one) => [one.partition, Number(one.offset)]),
        );
        return partitionsOf(topic).map(({ partition }) => {
          const offset = offsets.get(partition);
          if (offset === undefined) throw new Error(`No offset of partition ${partition} of ${topic.name}`);
          return offset;
        });
      });
    });
  }

  /** Messages from an offset on, in order; what lies there already, so nobody waits. Throws StorageUnavailable, TopicCut. */
  async page(topic: Topic, partition: number, from: number): Promise<LogMessage[]> {
    const partitions = [{ partition, fetchOffset: String(from), maxBytes: PAGE }];
    const request = { maxWaitTime: 1_000, minBytes: 1, maxBytes: PAGE, isolationLevel: 0 };
    return this.asking([topic], async (cluster) => {
      const leader = cluster
        .findTopicPartitionMetadata(topic.name)
        .find((one) => one.partitionId === partition)?.leader;
      const broker = await cluster.findBroker({ nodeId: String(leader) });
      const { responses } = await broker
        .fetch({ ...request, topics: [{ topic: topic.name, partitions }] })
        .catch((error: Error & { type?: string }) => {
          throw error.type === 'OFFSET_OUT_OF_RANGE' ? new TopicCut(topic, partition, from) : error;
        });
      const messages = responses[0].partitions[0].messages as LogMessage[];
      return messages.filter(({ offset }) => Number(offset) >= from); // a batch is handed out whole
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.race([this.drop(), pause(CLOSING, undefined, { ref: false })]);
  }

  private async asking<T>(topics: readonly Topic[], work: (cluster: Cluster) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const tries = this.tries(topics, work, late.signal);
    const timer = setTimeout(() => late.abort(), DEADLINE);
    const over = new Promise<never>((_, reject) => {
      late.signal.onabort = () => reject(new StorageUnavailable('io', { cause: new Error('Kafka gave no answer') }));
    });
    return Promise.race([tries, over]).finally(() => clearTimeout(timer));
  }

  /** Again over new connections: kafkajs keeps one that is dead, and metadata that are old. */
  private async tries<T>(
    topics: readonly Topic[],
    work: (cluster: Cluster) => Promise<T>,
    late: AbortSignal,
  ): Promise<T> {
    for (;;) {
      if (this.closed) throw new StorageUnavailable('closed');
      const opening = (this.opened ??= this.open());
      try {
        const cluster = await opening;
        await cluster.addMultipleTargetTopics(topics.map(({ name }) => name));
        await cluster.refreshMetadataIfNecessary();
        return await work(cluster);
      } catch (error) {
        if (error instanceof TopicCut) throw error;
        if (this.opened === opening) void this.drop();
        if (late.aborted) throw new StorageUnavailable('io', { cause: error });
        await pause(AGAIN);
      }
    }
  }

  private async open(): Promise<Cluster> {
    const client = kafkaClient(this.options);
    const { promise, resolve } = Promise.withResolvers<Cluster>();
    const assigner: typeof PartitionAssigners.roundRobin = (given) => {
      resolve(given.cluster);
      return PartitionAssigners.roundRobin(given);
    };
    client.consumer({ groupId: 'none', partitionAssigners: [assigner], allowAutoTopicCreation: false });
    const cluster = await promise;
    await cluster.connect();
    return cluster;
  }

  private async drop(): Promise<void> {
    const { opened } = this;
    this.opened = null;
    await opened?.then((cluster) => cluster.disconnect()).catch(() => undefined);
  }
}
