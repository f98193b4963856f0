import type { NewEvent, StoredEvent, StreamRef } from '@chuangwen/contracts';

/** What a command was answered, kept for ever beside its events. The key is (tenant, actor, commandId). */
export type Receipt = Readonly<{
  tenant: string;
  /** Actor id. */
  actor: string;
  commandId: string;
  /** SHA-256 in hex of the command's type and canonical body. */
  bodyHash: string;
  /** JSON. */
  answer: string;
}>;

export type Append = Readonly<{
  /** The version the decision was made on; 0 for a stream that does not exist. */
  expectedVersion: number;
  /** May be empty: then only the receipt is written, and the version is still checked. */
  events: readonly NewEvent[];
  receipt: Receipt | null;
}>;

export type Appended =
  | Readonly<{ outcome: 'appended'; version: number }>
  /** The command was handled before: nothing was written now; compare its bodyHash. */
  | Readonly<{ outcome: 'known-command'; receipt: Receipt }>;

export type StreamSlice = Readonly<{
  events: readonly StoredEvent[];
  /** Of the stream's last event; 0 when there is none. */ version: number;
}>;

/** A folded state at a version; holds ids or ciphertext, never an opened personal field. Safe to lose. */
export type Snapshot = Readonly<{
  version: number;
  /** Name and shape version of the state. */ kind: string;
  state: Uint8Array;
}>;

/** Events to be taken over do not fit those that are here: from `version` on the stream went another way, or something before them is missing. */
export class StreamDiffers extends Error {
  override readonly name = 'StreamDiffers';
  constructor(
    readonly ref: StreamRef,
    /** The version at which they do not fit. */
    readonly version: number,
  ) {
    super(`${ref.tenant}/${ref.stream} is another one from version ${version} on`);
  }
}

/**
 * Append-only streams of one service, one per aggregate, isolated by tenant.
 * Promises: an append is atomic with its receipt and is on disk when it resolves; versions are 1..n without a gap;
 * the stored hash chain is computed by `hashOf`. Leaves out: any order between streams, publishing (EventFeed).
 * Every call throws when the tenant is empty, and StorageUnavailable when the disk refuses; then nothing was written.
 */
export abstract class EventStore {
  /** Whether other processes append too, so that what was read before may be behind. */
  readonly shared: boolean = false;
  /** Events after version `after` (default 0), in order. */
  abstract read(ref: StreamRef, after?: number): Promise<StreamSlice>;
  /** Throws ConcurrencyConflict unless the stream is exactly at `expectedVersion`. A known receipt goes before a stale version. */
  abstract append(ref: StreamRef, append: Append): Promise<Appended>;
  abstract receipt(tenant: string, actor: string, commandId: string): Promise<Receipt | null>;
  abstract loadSnapshot(ref: StreamRef, kind: string): Promise<Snapshot | null>;
  abstract saveSnapshot(ref: StreamRef, snapshot: Snapshot): Promise<void>;
  /** Every stream of every tenant (or of one), for verification; in order of tenant, stream. */
  abstract streams(tenant?: string): AsyncIterable<StreamRef>;
  /** Every receipt of every tenant (or of one), in no order; of those that are written meanwhile, some. */
  abstract receipts(tenant?: string): AsyncIterable<Receipt>;
  /**
   * Takes over events of another installation as they are, with their versions and hashes: they follow one another in this stream. What
   * is here already must be the same, and stays; what is not is written behind it, in order, and is `adopted` from then on, in `read`
   * and in the feed. Resolves with the stream's version. Throws TypeError for what is no chain (see mustBeChain), and StreamDiffers; then
   * nothing of it was written, unless somebody else appended meanwhile.
   */
  abstract adopt(ref: StreamRef, events: readonly StoredEvent[]): Promise<number>;
  /** Takes over receipts of another installation, without events. One of a command that is known here stays as it is. */
  abstract adoptReceipts(receipts: readonly Receipt[]): Promise<void>;
}
