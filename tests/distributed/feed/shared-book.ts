import type { Consumer, Delivery } from '@chuangwen/ports';
import type { mongo } from 'mongoose';

type Page = { _id: string; seen: number; versions: number[] };
type Place = { _id: string; next: number };

/** Somebody else wrote what this was made from. */
export class Moved extends Error {}

/**
 * A book that several processes write, fenced as views are: what a delivery makes of it is made from what was read before, and written
 * only if that still stands, together with the offsets. Made of plain operations, so that it says nothing of the adapter of views.
 */
export class SharedBook {
  private readonly pages;
  private readonly places;

  constructor(
    private readonly client: mongo.MongoClient,
    db: mongo.Db,
    private readonly fenced = true,
  ) {
    this.pages = db.collection<Page>('book_pages');
    this.places = db.collection<Place>('book_places');
  }

  consumer(group: string, slow: (delivery: Delivery) => Promise<void>): Consumer {
    return {
      group,
      topics: ['task'],
      start: async (topic, partition) => (await this.places.findOne({ _id: `${topic} ${partition}` }))?.next ?? 0,
      handle: async (delivery) => {
        const read = await this.read(delivery);
        await slow(delivery);
        await this.write(delivery, read);
      },
    };
  }

  async all(): Promise<Page[]> {
    return this.pages.find().sort({ _id: 1 }).toArray();
  }

  private async read({ events }: Delivery): Promise<Map<string, number>> {
    const ids = events.map(({ stream }) => stream);
    const found = await this.pages.find({ _id: { $in: ids } }).toArray();
    return new Map(found.map(({ _id, seen }) => [_id, seen]));
  }

  private async write({ topic, partition, next, events }: Delivery, read: ReadonlyMap<string, number>): Promise<void> {
    const fresh = new Map<string, number[]>();
    for (const { stream, version } of events) {
      const seen = fresh.get(stream)?.at(-1) ?? read.get(stream) ?? 0;
      if (version > seen + 1) throw new Error(`a gap in ${stream}: ${version} after ${seen}`);
      if (version === seen + 1) fresh.set(stream, [...(fresh.get(stream) ?? []), version]);
    }
    const session = this.client.startSession();
    try {
      await session.withTransaction(async () => {
        for (const [stream, versions] of fresh) {
          const from = read.get(stream) ?? 0;
          const change = { $set: { seen: versions.at(-1)! }, $push: { versions: { $each: versions } } };
          const was = this.fenced && from > 0 ? { _id: stream, seen: from } : { _id: stream };
          const upsert = !this.fenced || from === 0;
          if (this.fenced && from === 0 && (await this.pages.findOne({ _id: stream }, { session }))) throw new Moved();
          const { matchedCount, upsertedCount } = await this.pages.updateOne(was, change, { session, upsert });
          if (matchedCount + upsertedCount !== 1) throw new Moved();
        }
        const place = { _id: `${topic} ${partition}` };
        await this.places.updateOne(place, { $set: { next } }, { session, upsert: true });
      });
    } finally {
      await session.endSession();
    }
  }
}
