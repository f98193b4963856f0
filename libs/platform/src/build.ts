import type { Delivery, ReadModels, SeenChange, ViewCommit, ViewRef } from '@chuangwen/ports';
import { breath } from './breath';
import type { EventCodec } from './codec';
import { Batch } from './consumer';
import type { View } from './view';
import { ViewWork } from './view-work';

/** Documents in a commit: putting them in order and writing them are some milliseconds each, on which others of the thread wait. */
const DOCUMENTS = 2_000;
/**
 * `events` in a commit: a document that changes often is written once for them all. `bytes` of events folded since memory
 * was emptied: the documents made of them are of that order.
 */
type Limits = Readonly<{ events: number; bytes: number }>;
const BESIDE: Limits = { events: 100_000, bytes: 16 * 1024 * 1024 };
/** Several views catch up at once, and others' commits wait for one of these. */
export const LIVE: Limits = { events: 10_000, bytes: 4 * 1024 * 1024 };

/** `only`: documents of this tenant's partition. `empty`: nothing was ever written to the generation. `told`: of what a commit wrote. */
type Options = Readonly<{
  only?: string | undefined;
  empty: boolean;
  limits?: Limits;
  told?: (moved: readonly SeenChange[]) => void;
}>;

/**
 * Fills a generation that nobody else writes meanwhile. Documents and versions stay in memory from commit to commit, and the next
 * events are folded while a commit is being written (where another thread writes); each commit is whole (documents, counters, `seen`, positions), so a
 * build that dies leaves a state that can be dropped.
 */
export class Build {
  private readonly work: ViewWork;
  private readonly batch: Batch;
  private writing: Promise<void> = Promise.resolve();
  private readonly memory: { complete: boolean };
  private taken = 0;
  private bytes = 0;
  private readonly limits: Limits;
  private readonly told: (moved: readonly SeenChange[]) => void;
  /** Events whose effect is on disk. */
  written = 0;

  constructor(
    view: View,
    private readonly ref: ViewRef,
    private readonly models: ReadModels,
    codec: EventCodec,
    clock: { now(): Date },
    { only, empty, limits = BESIDE, told = () => undefined }: Options,
  ) {
    [this.limits, this.told] = [limits, told];
    this.memory = { complete: empty };
    this.work = new ViewWork(view, ref, models, codec, only, this.memory);
    this.batch = new Batch(models, clock, ref, this.work, this.memory);
  }

  async take(delivery: Delivery): Promise<void> {
    await this.batch.add(delivery);
    this.taken += delivery.events.length;
    for (const { data } of delivery.events) this.bytes += data.length;
    const { events, bytes } = this.limits;
    if (this.taken >= events || this.work.touched >= DOCUMENTS || this.bytes >= bytes) await this.write();
  }

  /** All that was taken is on its way; returns when it is written. */
  async end(): Promise<void> {
    await this.write();
    await this.writing;
  }

  private async write(): Promise<void> {
    const { commit, moved } = this.batch.drain();
    const { taken } = this;
    this.taken = 0;
    await this.writing;
    await breath();
    const ordered = inOrder(commit);
    await breath();
    this.writing = this.models.commit(this.ref, ordered).then(() => {
      this.written += taken;
      this.told(moved);
    });
    this.writing.catch(() => undefined); // said by the next write, or by the end
    if (this.bytes < this.limits.bytes) return;
    await this.writing;
    this.memory.complete = false;
    this.work.forget();
    this.batch.forget();
    this.bytes = 0;
  }
}

/** As a store keeps its keys: written in order it touches each page once. */
const inOrder = (commit: ViewCommit): ViewCommit => ({
  ...commit,
  documents: [...commit.documents].sort((a, b) => order(a.tenant, b.tenant) || order(a.id, b.id)),
  seen: [...commit.seen].sort((a, b) => order(a.tenant, b.tenant) || order(a.stream, b.stream)),
});

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
