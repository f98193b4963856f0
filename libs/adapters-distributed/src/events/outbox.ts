import type { StreamRef } from '@chuangwen/contracts';
import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import { APPENDS, type AppendDocument } from './append-document';
import { unpublishedIndex } from './indexes';

/** What one answer holds at most, so that a backlog of large appends does not fill the memory. */
const BYTES = 8 * 1024 * 1024;
/** Appends that the engine hands over at a time: what goes beyond `BYTES` was fetched in vain. */
const BATCH = 64;
/** Ids asked for at once: a question is a document, of 16 MB at most. */
const ASKED = 10_000;

/** The appends of one service that its relay has still to publish. Every call throws StorageUnavailable when the engine does not answer. */
export class Outbox {
  private readonly appends;

  constructor(db: mongo.Db) {
    this.appends = db.collection<AppendDocument>(APPENDS);
  }

  /**
   * The first appends of these buckets that were not published to this topic generation, in order of tenant, stream, version; at most
   * `limit`, and some 8 MB.
   * `after`: only those behind this place, so that who goes round serves all streams alike. A stream's appends come
   * without a gap: the whole answer is of one moment (read concern `snapshot`), or a scan that is overtaken by two appends
   * could see the second without the first.
   */
  async unpublished(
    buckets: readonly number[],
    generation: number,
    limit: number,
    after?: StreamRef & Readonly<{ version: number }>,
  ): Promise<AppendDocument[]> {
    return answered(async () => {
      const cursor = this.appends
        .find({ ...unpublishedIn(generation), bucket: { $in: [...buckets] }, ...(after ? behind(after) : {}) })
        .withReadConcern('snapshot')
        .sort({ tenant: 1, stream: 1, version: 1 })
        .limit(limit)
        .batchSize(BATCH);
      const found: AppendDocument[] = [];
      let bytes = 0;
      try {
        for await (const append of cursor) {
          found.push(append);
          bytes += append.events.reduce((sum, { data }) => sum + data.position, 0);
          if (bytes >= BYTES) break;
        }
      } finally {
        await cursor.close();
      }
      return found;
    });
  }

  /** To be called once the broker has acknowledged all of them. Again, by two at once, or after a later generation: harmless. */
  async markPublished(ids: readonly mongo.ObjectId[], generation: number): Promise<void> {
    if (ids.length === 0) return;
    const earlier = { _id: { $in: [...ids] }, published: { $lt: generation } };
    await answered(() => this.appends.updateMany(earlier, { $set: { published: generation } }));
  }

  /** How many appends wait to be published to a generation. */
  async backlog(generation: number): Promise<number> {
    return answered(() =>
      this.appends.countDocuments(unpublishedIn(generation), { hint: unpublishedIndex(generation).name }),
    );
  }

  /** Those that wait now. */
  async waiting(generation: number): Promise<mongo.ObjectId[]> {
    return answered(async () => {
      const found = this.appends.find(unpublishedIn(generation)).project<{ _id: mongo.ObjectId }>({ _id: 1 });
      return (await found.toArray()).map(({ _id }) => _id);
    });
  }

  /** Of these, those that still wait. */
  async stillWaiting(ids: readonly mongo.ObjectId[], generation: number): Promise<mongo.ObjectId[]> {
    const left: mongo.ObjectId[] = [];
    for (let from = 0; from < ids.length; from += ASKED) {
      const waiting = { _id: { $in: ids.slice(from, from + ASKED) }, published: { $lt: generation } };
      const found = this.appends.find(waiting).project<{ _id: mongo.ObjectId }>({ _id: 1 });
      for (const { _id } of await answered(() => found.toArray())) left.push(_id);
    }
    return left;
  }
}

/** As the partial index has it, so that the engine takes that one. */
const unpublishedIn = (generation: number) => unpublishedIndex(generation).partialFilterExpression;

const behind = ({ tenant, stream, version }: StreamRef & { version: number }) => ({
  $or: [
    { tenant: { $gt: tenant } },
    { tenant, stream: { $gt: stream } },
    { tenant, stream, version: { $gt: version } },
  ],
});
