import type { mongo } from 'mongoose';
import { BUCKETS, type AppendDocument } from '../events/append-document';
import { unpublishedIndex } from '../events/indexes';
import { Outbox } from '../events/outbox';
import { migrateIndexes } from '../mongo/indexes';
import { Publisher } from '../relay/publisher';
import { Sending } from '../relay/sending';
import { BrokerLog } from './broker-log';
import { MessageCodec } from './codec';
import { current, isSignedBy, topicOf, type Entry, type NextGeneration } from './generations';
import type { KafkaOptions } from './options';
import type { TopicRegister } from './register';
import { fingerprintOf } from './signature';
import { createTopic, withAdmin, type TopicShape } from './setup';

/** Appends read at once. */
const READ = 500;
/** So few left are left to the relays; readers will hear them twice. */
const FEW = 20;

/** Somebody else changes the service's entry at the same time. */
export class GrowthInterrupted extends Error {
  override readonly name = 'GrowthInterrupted';
}

/**
 * Gives a service a topic with another number of partitions, filled from its store (`db`) and signed with the key in `options`, while
 * everything runs, or stands still. Broken off, it is done again from where it was; with another key, from the beginning. `told` hears how many appends were written so far.
 */
export async function growTopic(
  options: KafkaOptions,
  register: TopicRegister,
  { service, db }: Readonly<{ service: string; db: mongo.Db }>,
  shape: TopicShape,
  told: (appends: number) => void = () => undefined,
): Promise<void> {
  const growth = new Growth(options, register, service, db, told);
  try {
    await growth.run(shape);
  } finally {
    await growth.close();
  }
}

class Growth {
  private readonly outbox;
  private readonly publisher;
  private readonly sending;
  private readonly brokers;
  private readonly signer;
  private written = 0;

  constructor(
    private readonly options: KafkaOptions,
    private readonly register: TopicRegister,
    private readonly service: string,
    private readonly db: mongo.Db,
    private readonly told: (appends: number) => void,
  ) {
    this.outbox = new Outbox(db);
    this.publisher = new Publisher(options);
    this.sending = new Sending(this.outbox, this.publisher, new MessageCodec(options.signingKey));
    this.brokers = new BrokerLog(options);
    this.signer = fingerprintOf(options.signingKey);
  }

  async run(shape: TopicShape): Promise<void> {
    let entry = await this.begun(shape);
    if (!entry.next!.turned) entry = await this.turned(entry);
    // All that was in the old one where it ends for its readers, and more.
    const { turned: _, endsBefore: ends, ...made } = entry.next!;
    // The most by far, where nothing was written before it turned: then few are left to be named.
    await this.round(entry.next!);
    await this.through(await this.outbox.waiting(made.generation), entry.next!);
    const before = current(entry);
    const generations = [...entry.generations.slice(0, -1), { ...before, ...(ends ? { ends } : {}) }, made];
    await this.enter(entry, { _id: entry._id, generations });
  }

  async close(): Promise<void> {
    await Promise.all([this.publisher.close(), this.brokers.close()]);
  }

  private async begun({ partitions, replication }: TopicShape): Promise<Entry> {
    const [entry] = await this.register.find([this.service]);
    if (!entry) throw new Error(`The service ${this.service} has no topic`);
    const begun = entry.next && isSignedBy(entry.next, this.signer) ? entry.next : null;
    const next = begun ?? {
      generation: (entry.next ?? current(entry)).generation + 1,
      partitions,
      signer: this.signer,
      // Where new events go to one that is given up, the current one is none that can be read to its end.
      turned: entry.next?.turned ?? false,
    };
    const topic = topicOf(this.options.prefix, this.service, next);
    await withAdmin(this.options, async (admin) => {
      if (!(await admin.listTopics()).includes(topic.name)) await createTopic(admin, topic, { replication });
    });
    await migrateIndexes(this.db, [unpublishedIndex(next.generation)]);
    return begun ? entry : this.enter(entry, { ...entry, next });
  }

  /**
   * Filled but for the newest, and from then on the only one that is written. Where readers leave the old topic and begin in the new one:
   * until now all that is in the new one was in the old one first, so what lies before `starts` lies before `endsBefore`.
   */
  private async turned(entry: Entry): Promise<Entry> {
    const next = entry.next!;
    const old = topicOf(this.options.prefix, this.service, current(entry));
    const there = await withAdmin(this.options, (admin) => admin.listTopics());
    if (!there.includes(old.name)) return this.enter(entry, { ...entry, next: { ...next, turned: true } });
    // Until little is left, or as much comes as goes.
    const known = current(entry).generation;
    for (let [left, before] = [await this.round(next, known), Infinity]; left > FEW && left < before / 2;)
      [left, before] = [await this.round(next, known), left];
    const [starts] = await this.brokers.ends([topicOf(this.options.prefix, this.service, next)]);
    const [endsBefore] = await this.brokers.ends([old]);
    return this.enter(entry, { ...entry, next: { ...next, turned: true, starts: starts!, endsBefore: endsBefore! } });
  }

  private async through(waiting: readonly mongo.ObjectId[], next: NextGeneration): Promise<void> {
    let left = waiting;
    while (left.length > 0) {
      await this.round(next);
      left = await this.outbox.stillWaiting(left, next.generation);
    }
  }

  /** Once through all streams. `known`: only what this generation has as well. Returns how many appends were written. */
  private async round(next: NextGeneration, known?: number): Promise<number> {
    const topic = topicOf(this.options.prefix, this.service, next);
    const before = this.written;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      let after: AppendDocument | undefined;
      const ready = known === undefined ? () => true : inOldTopic(known);
      do {
        const page: AppendDocument[] = await this.outbox.unpublished([bucket], next.generation, READ, after);
        const appends = page.filter(ready);
        await this.sending.publish(topic, appends);
        after = page.at(-1);
        this.written += appends.length;
        if (appends.length > 0) this.told(this.written);
      } while (after);
    }
    return this.written - before;
  }

  private async enter(before: Entry, after: Entry): Promise<Entry> {
    if (await this.register.replace(before, after)) return after;
    throw new GrowthInterrupted(`The topics of ${this.service} were changed by somebody else`);
  }
}

/** Appends that the old topic has, asked in order: of each stream those before the first that it has not. */
function inOldTopic(generation: number): (append: AppendDocument) => boolean {
  let halted = '';
  return ({ tenant, stream, published }) => {
    const key = `${tenant}\0${stream}`;
    if (published < generation) halted = key;
    return key !== halted;
  };
}
