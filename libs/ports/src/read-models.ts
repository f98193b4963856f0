import type { StoredEvent } from '@chuangwen/contracts';
import type { Position } from './event-feed';

/** Plain JSON. */
export type Document = Readonly<Record<string, unknown>>;

/** A build of a view: `name` of the view, `generation` 1, 2, … One generation is live, another may be built beside it. */
export type ViewRef = Readonly<{ view: string; generation: number }>;

export type DocumentChange = Readonly<{
  tenant: string;
  id: string;
  /** null deletes. */
  body: Document | null;
  /**
   * The body that it was made from: as `load` gave it or as the last commit of this builder brought it (that very object), null when
   * there was none. Where others write the view as well it must still be so. Absent: whatever is there.
   */
  was?: Document | null;
  /** Index name → values under which the document is found. */
  index: Readonly<Record<string, readonly string[]>>;
}>;

/** What an event added to a counter: differences per recorded day, whole numbers. Rows whose sum is 0 are removed. */
export type CounterChange = Readonly<{
  tenant: string;
  /** The roll-up it belongs to, e.g. `unit`. */
  group: string;
  /** Its leaf, e.g. `campaign|unit|2026-04-28`; made of ids and days. */
  key: string;
  /** YYYY-MM-DD, Asia/Shanghai. */
  day: string;
  add: Readonly<Record<string, number>>;
}>;

/** A stream that one view cannot read on: its events wait here, in order, while other streams go on. */
export type Parked = Readonly<{
  tenant: string;
  stream: string;
  /** The first version that waits. */
  version: number;
  reason: string;
  attempts: number;
  /** ISO instant. */
  parkedAt: string;
}>;

/** `from`: the version that was seen before; where others write the view as well it must still be so. Absent: whatever it is. */
export type SeenChange = Readonly<{ topic: string; tenant: string; stream: string; version: number; from?: number }>;

/** Another process wrote the view meanwhile (it took a partition over, or made another generation live): nothing was written. Begin again from what is stored. */
export class ViewMoved extends Error {
  override readonly name = 'ViewMoved';
  constructor(readonly ref: ViewRef) {
    super(`Another process wrote ${ref.view} (generation ${ref.generation}) meanwhile`);
  }
}

/** One atomic step of a view: documents, counters, offsets, `seen` and parked streams commit together or not at all. */
export type ViewCommit = Readonly<{
  documents: readonly DocumentChange[];
  counters: readonly CounterChange[];
  positions: readonly Position[];
  seen: readonly SeenChange[];
  /** Parks a stream (or replaces its entry). */
  park?: readonly (Parked & { topic: string })[];
  /** Events that wait behind a parked one. */
  parkedEvents?: readonly (StoredEvent & { topic: string })[];
  /** Streams that go on: their entry and waiting events are removed. */
  unpark?: readonly { topic: string; tenant: string; stream: string }[];
}>;

export type Find = Readonly<{
  /** Index name and value; without it, all documents of the tenant by id. */
  index?: string;
  value?: string;
  /** Return ids after this one. */
  after?: string;
  /** Default 1000. */
  limit?: number;
}>;

export type CounterRow = Readonly<{ tenant: string; key: string; values: Readonly<Record<string, number>> }>;

/** What was counted under a key on a recorded day. */
export type CounterDay = Readonly<{ key: string; day: string; values: Readonly<Record<string, number>> }>;

export type Differences = Readonly<{
  /** Of the tenant's part as it was read. */
  stamp: string;
  /** The recorded days that are here whole; null: every one there is. */
  days: readonly string[] | null;
  /** In order of key and day. */
  rows: readonly CounterDay[];
}>;

/**
 * Documents and counters of one service's views, each view with its own checkpoint. Promises: `commit` is atomic and
 * durable; a read sees whole commits only; tenants never mix; of writers that made theirs of the same state one wins, the
 * others get ViewMoved (embedded: one process, so there are none). Leaves out: joins, sorting other than by id.
 */
export abstract class ReadModels {
  /** The generation that readers are given; 1 when nothing was ever switched. */
  abstract live(view: string): Promise<number>;
  /** Told when another process made a generation live; who reads the old one has a minute for it. For life. */
  abstract onSwitched(listener: (view: string, generation: number) => void): void;
  abstract commit(view: ViewRef, commit: ViewCommit): Promise<void>;
  /** In the order asked for; null where there is none. */
  abstract load(view: ViewRef, refs: readonly { tenant: string; id: string }[]): Promise<(Document | null)[]>;
  abstract find(view: ViewRef, tenant: string, find?: Find): Promise<{ id: string; body: Document }[]>;
  /**
   * Sums per key of one group over recorded days ≤ `until` (all when absent), for the given tenants, ordered by tenant,
   * key. Sums of 0 are left out, and keys with nothing else.
   */
  abstract sum(
    view: ViewRef,
    tenants: readonly string[],
    group: string,
    options: { keyPrefix?: string; until?: string },
  ): Promise<CounterRow[]>;
  /**
   * One for each tenant, in the order asked for: while it stays the same, so do the documents and counters of that tenant's
   * part. A commit that touches them changes it, and so does a switch.
   */
  abstract stamps(view: ViewRef, tenants: readonly string[]): Promise<string[]>;
  /**
   * The counters themselves, day by day, where `sum` adds the days up. `since`: a stamp that was read before; then only the
   * days that were counted on since then come, whole, unless the part is another one by now.
   */
  abstract differences(
    view: ViewRef,
    tenant: string,
    group: string,
    options: { keyPrefix?: string; since?: string },
  ): Promise<Differences>;
  abstract positions(view: ViewRef): Promise<Position[]>;
  /** Version of the stream that the view holds; 0 when none. */
  abstract seen(view: ViewRef, refs: readonly { topic: string; tenant: string; stream: string }[]): Promise<number[]>;
  abstract parked(view: ViewRef): Promise<(Parked & { topic: string })[]>;
  abstract parkedEvents(view: ViewRef, ref: { topic: string; tenant: string; stream: string }): Promise<StoredEvent[]>;
  /** Makes a generation live and drops the others, at once for readers. */
  abstract switchTo(view: ViewRef): Promise<void>;
  /**
   * Puts one tenant's part of `from` in the place of its part of the live generation, atomically; `from` is dropped.
   * Throws, changing nothing, when `from` stands behind the live offsets anywhere: events between would be lost for good
   * (ViewMoved, where another process may have moved them).
   */
  abstract switchTenant(from: ViewRef, tenant: string): Promise<void>;
  abstract drop(view: ViewRef): Promise<void>;
  /**
   * Every row of a generation (of one tenant) in a fixed order, for comparing two builds byte by byte, also of two
   * installations: a line of JSON a row, beginning with what it is and whose, in order of tenant, of what it is
   * (document, entry, counter, seen, parked, parked event) and of its key. Offsets, reasons and attempts are not part of it.
   */
  abstract dump(view: ViewRef, tenant?: string): AsyncIterable<string>;
}
