import { instant, prefixEnd, PrivateStore, requireTenant, type Entry, type KindEntry } from '@chuangwen/ports';
import { randomInt } from 'node:crypto';
import type { mongo } from 'mongoose';
import { answered, isDuplicate } from '../mongo/errors';
import { ENTRIES, idOf, type EntryDocument } from './entry-document';

const PAGE = 1_000;
/** Milliseconds between two looks for what is to be removed. */
const SWEEP = 60_000;
/** An entry that expired so long ago (ms) has done so by every process's clock. */
const LONG_AGO = 3_600_000;

/** Entries in MongoDB. Whether one has expired is judged by the clock handed in; its bytes go within an hour or so, when others are written. */
export class MongoPrivateStore extends PrivateStore {
  private readonly entries;
  private swept = 0;

  constructor(
    db: mongo.Db,
    private readonly clock: () => Date,
  ) {
    super();
    this.entries = db.collection<EntryDocument>(ENTRIES);
  }

  override async create(tenant: string, kind: string, key: string, value: unknown, expiresAt?: string) {
    requireTenant(tenant);
    const now = this.now();
    await this.sweep(now);
    const free = { _id: idOf(tenant, kind, key), expires: { $ne: null, $lte: now } };
    const content = { tenant, kind, key, ...contentOf(value, expiresAt), revision: newRevision(now) };
    try {
      await answered(() => this.entries.updateOne(free, { $set: content }, { upsert: true }));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false; // it is there, and has not expired
      throw error;
    }
  }

  override async replace(tenant: string, kind: string, { key, value, revision }: Entry, expiresAt?: string) {
    requireTenant(tenant);
    const now = this.now();
    const seen = { _id: idOf(tenant, kind, key), revision: { $eq: revision }, ...live(now) };
    const content = { ...contentOf(value, expiresAt), revision: Math.max(revision + 1, newRevision(now)) };
    const { matchedCount } = await answered(() => this.entries.updateOne(seen, { $set: content }));
    return matchedCount === 1;
  }

  override async get(tenant: string, kind: string, key: string): Promise<Entry | null> {
    requireTenant(tenant);
    const found = await answered(() => this.entries.findOne({ _id: idOf(tenant, kind, key), ...live(this.now()) }));
    return found && entryOf(found);
  }

  override async list(tenant: string, kind: string, prefix = ''): Promise<Entry[]> {
    requireTenant(tenant);
    const of = { tenant: { $eq: tenant }, kind: { $eq: kind }, key: { $gte: prefix, $lt: prefixEnd(prefix) } };
    const found = await answered(() =>
      this.entries
        .find({ ...of, ...live(this.now()) })
        .sort({ key: 1 })
        .toArray(),
    );
    return found.map(entryOf);
  }

  override async *everything(tenant: string): AsyncGenerator<KindEntry> {
    requireTenant(tenant);
    for (let after: Pick<EntryDocument, 'kind' | 'key'> | undefined; ;) {
      const page = await this.pageOf(tenant, after);
      for (const found of page) {
        const expiresAt = found.expires === null ? null : new Date(found.expires).toISOString();
        yield { ...entryOf(found), kind: found.kind, expiresAt };
      }
      after = page.at(-1);
      if (!after) return;
    }
  }

  override async delete(tenant: string, kind: string, key: string): Promise<boolean> {
    requireTenant(tenant);
    const there = { _id: idOf(tenant, kind, key), ...live(this.now()) };
    return (await answered(() => this.entries.deleteOne(there))).deletedCount === 1;
  }

  private pageOf(tenant: string, after?: Pick<EntryDocument, 'kind' | 'key'>): Promise<EntryDocument[]> {
    const behind = after
      ? [{ kind: { $gt: after.kind } }, { kind: { $eq: after.kind }, key: { $gt: after.key } }]
      : [{}];
    const of = { tenant: { $eq: tenant }, $and: [{ $or: behind }, live(this.now())] };
    return answered(() => this.entries.find(of).sort({ kind: 1, key: 1 }).limit(PAGE).toArray());
  }

  /** Sessions end and credentials are replaced: what was in them is not kept. */
  private async sweep(now: number): Promise<void> {
    if (now - this.swept < SWEEP) return;
    this.swept = now;
    await answered(() => this.entries.deleteMany({ expires: { $gt: 0, $lte: now - LONG_AGO } }));
  }

  private now(): number {
    return this.clock().getTime();
  }
}

const live = (now: number) => ({ $or: [{ expires: null }, { expires: { $gt: now } }] });

/** Greater than those before, also of an entry that was deleted and made anew; two of one instant differ almost surely. */
const newRevision = (now: number): number => now * 1_000 + randomInt(1_000);

const entryOf = ({ key, value, revision }: EntryDocument): Entry => ({
  key,
  value: JSON.parse(value) as unknown,
  revision,
});

function contentOf(value: unknown, expiresAt: string | undefined) {
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError('The value is not JSON');
  return { value: json, expires: expiresAt === undefined ? null : instant(expiresAt) };
}
