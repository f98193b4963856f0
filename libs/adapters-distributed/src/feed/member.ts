import type { Consumer as KafkaConsumer, EachBatchPayload } from 'kafkajs';
import { setInterval } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { kafkaClient, type KafkaOptions } from './options';
import { Place, type PlaceContext, type Reading } from './place';

/** Milliseconds, all of them. */
const SESSION = 12_000;
/** How long a group waits for a member that finishes its delivery, before its partitions are given to others. */
const REBALANCE = 30_000;
/** How long the brokers hold a fetch that finds nothing. */
const HELD = 1_000;
/** A member without a sign of life for so long is replaced: kafkajs has been seen to stop without a word. */
const SILENT = 90_000;
/** What is left of a join or a goodbye holds nobody up for longer. */
const PATIENCE = 5_000;

/** Bytes of one fetch, and of one partition in it. */
const FETCH = 4 * 1024 * 1024;
const PARTITION = 512 * 1024;
/** Partitions of one fetch that are handled side by side. */
const ABREAST = 12;

/** Why a member is over; whoever holds it stops it then, and makes another. */
export type Over = 'crashed' | 'silent' | 'moved';

/** One consumer of kafkajs from its join to its end. Its offsets are never committed to Kafka: they are kept with what was made of the events. */
export class Member {
  private readonly consumer: KafkaConsumer;
  private places = new Map<string, Place>();
  private stopping = false;
  private joining: Promise<unknown> = Promise.resolve();
  private sign = Date.now();
  /** When the brokers last answered; 0: not yet. */
  heard = 0;
  private atWork = 0;
  private readonly watch: NodeJS.Timeout;
  private readonly over = Promise.withResolvers<Over>();
  readonly ended = this.over.promise;

  constructor(
    private readonly options: KafkaOptions,
    readonly readings: readonly Reading[],
    private readonly context: PlaceContext,
    private readonly joined: () => void,
  ) {
    const sessionTimeout = options.sessionTimeout ?? SESSION;
    this.consumer = kafkaClient(options).consumer({
      groupId: `${options.prefix}.${context.consumer.group}`,
      sessionTimeout,
      heartbeatInterval: sessionTimeout / 4,
      rebalanceTimeout: REBALANCE,
      maxWaitTimeInMs: HELD,
      maxBytes: FETCH,
      maxBytesPerPartition: PARTITION,
      allowAutoTopicCreation: false,
      readUncommitted: true, // there are no transactions
      // One that crashed is replaced by whoever holds it, in one way for all crashes.
      retry: { retries: 5, restartOnFailure: async () => false },
    });
    this.watch = setInterval(() => this.lookAfter(), SILENT / 9);
  }

  /** Returns at once; joins in the background. */
  start(): void {
    const { consumer } = this;
    const { GROUP_JOIN, CRASH, FETCH, HEARTBEAT, END_BATCH_PROCESS } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => this.assigned(payload.memberAssignment));
    consumer.on(CRASH, () => this.end('crashed'));
    for (const event of [FETCH, HEARTBEAT, END_BATCH_PROCESS] as const) consumer.on(event, () => this.seen());
    this.joining = this.join().catch(() => this.end('crashed'));
  }

  end(why: Over): void {
    this.over.resolve(why);
  }

  /** Takes no new delivery, waits for those in work, leaves the group. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.watch);
    for (const place of this.places.values()) place.end();
    await Promise.all([...this.places.values()].map(({ work }) => work));
    // A disconnect before the join is done would be undone by it.
    await atMost(PATIENCE, this.joining);
    await atMost(PATIENCE, this.consumer.disconnect());
  }

  private async join(): Promise<void> {
    const { consumer } = this;
    await consumer.connect();
    await consumer.subscribe({ topics: this.readings.map(({ topic }) => topic.name), fromBeginning: false });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: ABREAST,
      eachBatch: (payload) => this.batch(payload),
    });
  }

  /** Called before the first fetch of every assignment; offsets are asked anew, also of partitions that stay. */
  private assigned(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.seen();
    if (this.stopping) return void this.consumer.disconnect().catch(() => undefined);
    this.joined();
    const before = this.places;
    for (const place of before.values()) place.end();
    this.places = new Map();
    for (const reading of this.readings)
      for (const partition of assignment[reading.topic.name] ?? []) {
        if (partition >= reading.topic.partitions) continue; // added by somebody else; nothing is written there
        const key = `${reading.topic.name} ${partition}`;
        const work = before.get(key)?.work ?? Promise.resolve();
        const fetches = this.fetchesOf(reading.topic.name, partition);
        this.places.set(key, new Place(reading, partition, fetches, this.context, work));
      }
  }

  private async batch({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> {
    const place = this.places.get(`${batch.topic} ${batch.partition}`);
    if (this.stopping || !place) return this.fetchesOf(batch.topic, batch.partition).pause();
    let alive = true;
    const beat = setInterval(() => {
      heartbeat().then(
        () => undefined,
        () => (alive = false), // a rebalance: the delivery in work is finished, the next one is somebody's to begin
      );
    }, HELD);
    this.atWork += 1;
    try {
      await place.take(batch.messages, () => alive, resolveOffset);
    } finally {
      clearInterval(beat);
      this.atWork -= 1;
    }
  }

  /** Without effect where kafkajs has ended already. */
  private fetchesOf(topic: string, partition: number) {
    const quietly = (work: () => void) => {
      try {
        work();
      } catch {
        // ended
      }
    };
    const here = [{ topic, partitions: [partition] }];
    return {
      seek: (offset: number) => quietly(() => this.consumer.seek({ topic, partition, offset: String(offset) })),
      pause: () => quietly(() => this.consumer.pause(here)),
      resume: () => quietly(() => this.consumer.resume(here)),
    };
  }

  private seen(): void {
    this.heard = this.sign = Date.now();
  }

  private lookAfter(): void {
    if (this.atWork === 0 && Date.now() - this.sign > SILENT) this.end('silent');
  }
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const given = new AbortController();
  const late = wait(ms, undefined, { signal: given.signal }).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), late]);
  given.abort();
}
