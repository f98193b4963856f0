import { mustBeChain, NO_HASH, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import { ConcurrencyConflict } from '@chuangwen/kernel';
import {
  checkAppend,
  checkReceipt,
  EventStore,
  killPoint,
  Recent,
  requireTenant,
  type Append,
  type Appended,
  type Receipt,
  type Snapshot,
  type StreamSlice,
} from '@chuangwen/ports';
import { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import { hashAt, insertReceipts, nextOf, receiptsOf } from './adoption';
import { APPENDS, storedEvents, type AppendDocument, type ReceiptDocument } from './append-document';
import { insertOnce, receiptKey } from './insertion';
import { END, endOf, newAdoption, newAppend, plainReceipt, type Head } from './new-append';
import { Snapshots } from './snapshots';
import { streamsOf } from './stream-list';

/** Heads of streams kept in memory, twice: about 200 bytes each. */
const HEADS = 10_000;
const NONE: Head = { version: 0, hash: NO_HASH };

export type EventStoreOptions = Readonly<{
  /** Told after each append with events: there is something to publish. */
  onAppended?: (tenant: string, stream: string) => void;
}>;

/**
 * One document an append. Heads are remembered only to save a round trip: a remembered one that others have gone past makes a
 * document that the unique index refuses, as every stream's appends follow one another without a gap.
 */
export class MongoEventStore extends EventStore {
  override readonly shared = true;
  private readonly appends;
  private readonly snapshots;
  private readonly heads = new Recent<Head>(HEADS);

  constructor(
    db: mongo.Db,
    private readonly options: EventStoreOptions = {},
  ) {
    super();
    this.appends = db.collection<AppendDocument | ReceiptDocument>(APPENDS);
    this.snapshots = new Snapshots(db);
  }

  override async read(ref: StreamRef, after = 0): Promise<StreamSlice> {
    requireTenant(ref.tenant);
    const { tenant, stream } = ref;
    const [last, later] = await answered(() =>
      Promise.all([
        after > 0 ? this.lastUpTo(ref, after) : null,
        this.streamed.find({ tenant, stream, version: { $gt: after } }, { sort: { version: 1 } }).toArray(),
      ]),
    );
    // Whoever asks for the rest of a stream mostly stands where an append ended; else the first one is fetched whole and cut.
    const cut = last && endOf(last).version > after ? await this.whole(last._id) : [];
    const events = [...cut, ...later].flatMap(storedEvents).filter(({ version }) => version > after);
    const end = later.at(-1) ?? last;
    const head = end ? endOf(end) : NONE;
    this.heads.set(keyOf(ref), head);
    return { events, version: head.version };
  }

  override async append(ref: StreamRef, append: Append): Promise<Appended> {
    checkAppend(ref, append);
    killPoint('append-begin');
    const { expectedVersion, events, receipt } = append;
    const head = (events.length > 0 && this.remembered(ref, expectedVersion)) || (await this.head(ref));
    if (head.version !== expectedVersion) return this.refused(ref, append, head);
    if (events.length === 0) return this.nothingHappened(expectedVersion, receipt);

    const document = newAppend(ref, head, append);
    const outcome = await insertOnce(this.appends, document, async () => {
      const now = await this.head(ref);
      return now.version === expectedVersion ? null : now;
    });
    if (outcome === 'inserted') {
      const { version, hash } = endOf(document);
      this.heads.set(keyOf(ref), { version, hash });
      this.options.onAppended?.(ref.tenant, ref.stream);
      return { outcome: 'appended', version };
    }
    if ('commandId' in outcome) return { outcome: 'known-command', receipt: outcome };
    throw new ConcurrencyConflict(ref.stream, expectedVersion, outcome.version);
  }

  override async adopt(ref: StreamRef, events: readonly StoredEvent[]): Promise<number> {
    checkAppend(ref, { events, receipt: null });
    mustBeChain(ref, events);
    for (;;) {
      const head = await this.head(ref);
      const next = await nextOf(ref, events, head, (version) => hashAt(this.streamed, ref, version));
      if (next.length === 0) return head.version;
      // Where another process was faster the head is another one: what it wrote is looked at like all else.
      const outcome = await insertOnce(this.appends, newAdoption(ref, head, next), async () => {
        const now = await this.head(ref);
        return now.version === head.version ? null : now;
      });
      if (outcome === 'inserted') this.options.onAppended?.(ref.tenant, ref.stream);
    }
  }

  override async adoptReceipts(receipts: readonly Receipt[]): Promise<void> {
    receipts.forEach(checkReceipt);
    await insertReceipts(this.unstreamed, receipts);
  }

  override async *receipts(tenant?: string): AsyncGenerator<Receipt> {
    if (tenant !== undefined) requireTenant(tenant);
    yield* receiptsOf(this.unstreamed, tenant);
  }

  override async receipt(tenant: string, actor: string, commandId: string): Promise<Receipt | null> {
    requireTenant(tenant);
    const key = receiptKey({ tenant, actor, commandId });
    const found = await answered(() => this.appends.findOne(key, { projection: { receipt: 1 } }));
    return found?.receipt ?? null;
  }

  override async loadSnapshot(ref: StreamRef, kind: string): Promise<Snapshot | null> {
    requireTenant(ref.tenant);
    return this.snapshots.load(ref, kind);
  }

  override async saveSnapshot(ref: StreamRef, snapshot: Snapshot): Promise<void> {
    requireTenant(ref.tenant);
    await this.snapshots.save(ref, snapshot);
  }

  override async *streams(tenant?: string): AsyncGenerator<StreamRef> {
    if (tenant !== undefined) requireTenant(tenant);
    yield* streamsOf(this.streamed, tenant);
  }

  /** Those that stand in a stream. */
  private get streamed(): mongo.Collection<AppendDocument> {
    return this.appends as unknown as mongo.Collection<AppendDocument>;
  }

  private get unstreamed(): mongo.Collection<ReceiptDocument> {
    return this.appends as unknown as mongo.Collection<ReceiptDocument>;
  }

  /** The version was another one: unless this command was already handled, and so perhaps made it so, that is a conflict. */
  private async refused(ref: StreamRef, { expectedVersion, receipt }: Append, head: Head): Promise<Appended> {
    const known = receipt && (await this.receipt(receipt.tenant, receipt.actor, receipt.commandId));
    if (known) return { outcome: 'known-command', receipt: known };
    throw new ConcurrencyConflict(ref.stream, expectedVersion, head.version);
  }

  /** The stream was at the expected version during this call, so what was decided holds, whoever appends before the receipt is written. */
  private async nothingHappened(version: number, receipt: Receipt | null): Promise<Appended> {
    if (!receipt) return { outcome: 'appended', version };
    const document = { _id: new mongo.ObjectId(), receipt: plainReceipt(receipt) };
    const outcome = await insertOnce<never>(this.appends, document, async () => null);
    return outcome === 'inserted' ? { outcome: 'appended', version } : { outcome: 'known-command', receipt: outcome };
  }

  /** Where the stream ends, if that is known to have been at `version`. */
  private remembered(ref: StreamRef, version: number): Head | null {
    if (version === 0) return NONE;
    const head = this.heads.get(keyOf(ref));
    return head?.version === version ? head : null;
  }

  private async head(ref: StreamRef): Promise<Head> {
    const last = await answered(() => this.lastUpTo(ref, Number.MAX_SAFE_INTEGER));
    const head = last ? endOf(last) : NONE;
    this.heads.set(keyOf(ref), head);
    return head;
  }

  private lastUpTo({ tenant, stream }: StreamRef, version: number) {
    const upTo = { tenant, stream, version: { $lte: version } };
    return this.streamed.findOne(upTo, { sort: { version: -1 }, projection: END });
  }

  private whole(_id: mongo.ObjectId): Promise<AppendDocument[]> {
    return answered(() => this.streamed.find({ _id }).toArray());
  }
}

const keyOf = ({ tenant, stream }: StreamRef) => `${tenant}\n${stream}`;
