import type { StreamRef } from '@chuangwen/contracts';
import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import { APPENDS, type AppendDocument } from './append-document';

/** What one answer holds at most, so that a backlog of large appends does not fill the memory. */
const BYTES = 8 * 1024 * 1024;

/** The appends of one service that its relay has still to publish. Every call throws StorageUnavailable when the engine does not answer. */
export class Outbox {
  private readonly appends;

  constructor(db: mongo.Db) {
    this.appends = db.collection<AppendDocument>(APPENDS);
  }

  /**
   * The first unpublished appends of these buckets in order of tenant, stream, version; at most `limit`, and some 8 MB.
   * `after`: only those behind this place, so that who goes round serves all streams alike. A stream's appends come
   * without a gap: the whole answer is of one moment (read concern `snapshot`), or a scan that is overtaken by two appends
   * could see the second without the first.
   */
  async unpublished(
    buckets: readonly number[],
    limit: number,
    after?: StreamRef & Readonly<{ version: number }>,
  ): Promise<AppendDocument[]> {
    return answered(async () => {
      const cursor = this.appends
        .find({ published: 0, bucket: { $in: buckets }, ...(after ? behind(after) : {}) })
        .withReadConcern('snapshot')
        .sort({ tenant: 1, stream: 1, version: 1 })
        .limit(limit);
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

  /** To be called once the broker has acknowledged all of them. Again, or by two at once: harmless. */
  async markPublished(ids: readonly mongo.ObjectId[], generation: number): Promise<void> {
    if (ids.length === 0) return;
    await answered(() => this.appends.updateMany({ _id: { $in: ids } }, { $set: { published: generation } }));
  }

  /** How many appends wait to be published. */
  async backlog(): Promise<number> {
    return answered(() => this.appends.countDocuments({ published: 0 }, { hint: 'unpublished' }));
  }
}

const behind = ({ tenant, stream, version }: StreamRef & { version: number }) => ({
  $or: [
    { tenant: { $gt: tenant } },
    { tenant, stream: { $gt: stream } },
    { tenant, stream, version: { $gt: version } },
  ],
});
