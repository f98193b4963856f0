import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import { answered, isDuplicate } from '../mongo/errors';

/** An instance is alive while its beat grows. */
type MemberDocument = Readonly<{ _id: string; beat: number }>;
/** `fence` grows each time the bucket changes hands. */
type BucketDocument = Readonly<{ _id: number; owner: string | null; fence: number }>;

export type LeaseOptions = Readonly<{
  buckets: number;
  /** Milliseconds without a beat after which an instance counts as dead. */
  life?: number;
  /** Milliseconds between two beats. */
  beat?: number;
}>;

/**
 * Which instance works on which bucket, shared fairly. No clock is compared with another's: an instance is dead when its beat
 * has stood still for a lifetime by the watch of who looks, and counts itself out a lifetime after it began the last
 * beat that was written; so it has stopped before anybody takes its buckets, but for the work of a moment. One that was
 * frozen in that moment does no harm, see docs/decisions/0019.
 */
export class Leases {
  readonly instance = randomUUID();
  private readonly members;
  private readonly buckets;
  private readonly life: number;
  private readonly beat: number;
  private readonly watched = new Map<string, { beat: number; since: number }>();
  private mine: readonly number[] = [];
  private validUntil = 0;
  private beats = 0;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    db: mongo.Db,
    private readonly options: LeaseOptions,
    private readonly changed: () => void,
  ) {
    this.members = db.collection<MemberDocument>('relay_instances');
    this.buckets = db.collection<BucketDocument>('relay_buckets');
    this.life = options.life ?? 3_000;
    this.beat = options.beat ?? 1_000;
  }

  start(): void {
    this.turn = this.round();
  }

  /** Buckets that are this instance's now; none where it could not beat lately. */
  held(): readonly number[] {
    return performance.now() < this.validUntil ? this.mine : [];
  }

  holds(bucket: number): boolean {
    return this.held().includes(bucket);
  }

  /** Gives all buckets free; they are taken within a beat. Where the store is away they are free a lifetime later. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
    this.mine = [];
    await answered(async () => {
      await this.buckets.updateMany({ owner: this.instance }, { $set: { owner: null } });
      await this.members.deleteOne({ _id: this.instance });
    }).catch(() => undefined);
  }

  private async round(): Promise<void> {
    try {
      const began = performance.now();
      this.beats += 1;
      await answered(() =>
        this.members.updateOne({ _id: this.instance }, { $set: { beat: this.beats } }, { upsert: true }),
      );
      this.validUntil = began + this.life;
      await this.share();
    } catch {
      // The store is away: what is held runs out by itself.
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.round();
    }, this.beat);
  }

  private async share(): Promise<void> {
    const [members, buckets] = await answered(() =>
      Promise.all([this.members.find().toArray(), this.buckets.find().toArray()]),
    );
    const alive = new Set(members.filter((member) => this.isAlive(member)).map(({ _id }) => _id)).add(this.instance);
    const share = Math.ceil(this.options.buckets / alive.size);
    const held = buckets.filter(({ owner }) => owner === this.instance);
    const given = held.slice(share);
    if (given.length > 0) {
      this.hold(held.slice(0, share).map(({ _id }) => _id));
      await this.give(given);
    }
    const wanted = this.stopped ? [] : this.free(buckets, alive).slice(0, Math.max(0, share - held.length));
    const taken = await Promise.all(wanted.map(async (bucket) => ((await this.take(bucket)) ? [bucket._id] : [])));
    this.hold([...held.slice(0, share).map(({ _id }) => _id), ...taken.flat()]);
    const dead = members.filter(({ _id }) => !alive.has(_id));
    for (const { _id, beat } of dead) await answered(() => this.members.deleteOne({ _id, beat }));
  }

  /** Whose beat stands still is watched for a lifetime first. */
  private isAlive({ _id, beat }: MemberDocument): boolean {
    const now = performance.now();
    const seen = this.watched.get(_id);
    if (!seen || seen.beat !== beat) {
      this.watched.set(_id, { beat, since: now });
      return true;
    }
    return now - seen.since < this.life;
  }

  /** Nobody's, or a dead one's; in an order of one's own, so that two who look at once do not go for the same. */
  private free(buckets: readonly BucketDocument[], alive: ReadonlySet<string>): BucketDocument[] {
    const known = new Map(buckets.map((bucket) => [bucket._id, bucket]));
    const offset = Number.parseInt(this.instance.slice(0, 4), 16);
    return Array.from({ length: this.options.buckets }, (_, at) => (at + offset) % this.options.buckets)
      .map((_id) => known.get(_id) ?? { _id, owner: null, fence: 0 })
      .filter(({ owner }) => owner === null || !alive.has(owner));
  }

  private async take({ _id, owner, fence }: BucketDocument): Promise<boolean> {
    const mine = { $set: { owner: this.instance, fence: fence + 1 } };
    try {
      const { matchedCount, upsertedCount } = await answered(() =>
        this.buckets.updateOne({ _id, owner, fence }, mine, { upsert: fence === 0 }),
      );
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (isDuplicate(error)) return false; // another one was first
      throw error;
    }
  }

  private async give(buckets: readonly BucketDocument[]): Promise<void> {
    const ids = buckets.map(({ _id }) => _id);
    const free = { $set: { owner: null } };
    await answered(() => this.buckets.updateMany({ _id: { $in: ids }, owner: this.instance }, free));
  }

  private hold(buckets: readonly number[]): void {
    const before = this.mine.length;
    this.mine = buckets;
    if (buckets.length > before) this.changed();
  }
}
