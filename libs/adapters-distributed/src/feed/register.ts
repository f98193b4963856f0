import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import type { Entry, Generation } from './generations';

const COLLECTION = 'topics';

/** Which topics there are: one document a service, in a database that all services of the installation read. Calls throw StorageUnavailable. */
export class TopicRegister {
  private readonly entries;

  constructor(db: mongo.Db) {
    this.entries = db.collection<Entry>(COLLECTION);
  }

  /** Of these services, those that there are. */
  async find(services: readonly string[]): Promise<Entry[]> {
    return answered(() => this.entries.find({ _id: { $in: [...services] } }).toArray());
  }

  /** Every service that has one. */
  async services(): Promise<string[]> {
    const all = await answered(() => this.entries.find({}, { projection: { _id: 1 } }).toArray());
    return all.map(({ _id }) => _id).sort();
  }

  /** A service's first topic; without effect where it has one. */
  async enter(service: string, first: Generation): Promise<void> {
    const generations = [first];
    await answered(() => this.entries.updateOne({ _id: service }, { $setOnInsert: { generations } }, { upsert: true }));
  }

  /** Replaces an entry unless somebody else has changed its generations meanwhile, or has turned to the next. Resolves false then. */
  async replace(before: Entry, { _id, ...after }: Entry): Promise<boolean> {
    const unchanged = {
      _id,
      generations: { $size: before.generations.length },
      'next.generation': before.next ? before.next.generation : { $exists: false },
      'next.turned': before.next ? before.next.turned : { $exists: false },
    };
    const { matchedCount } = await answered(() => this.entries.replaceOne(unchanged, after));
    return matchedCount === 1;
  }
}
