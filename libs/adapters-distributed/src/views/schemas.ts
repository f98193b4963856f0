import { Schema, type InferRawDocType, type mongo } from 'mongoose';
import type { Index } from '../mongo/indexes';

/**
 * A service's views as rows. `part` leads all that belongs to one tenant's part of one generation (`token/tenant`), so a switch only
 * changes which parts a head names, whatever their size. Each `_id` is the row's whole name as text, so that a row is written once however
 * often its writing is tried.
 */
const text = { type: String, required: true } as const;
const whole = { type: Number, required: true } as const;

const within = { _id: false, versionKey: false } as const;
const lent = new Schema({ tenant: text, token: text }, within);
const generation = new Schema(
  {
    generation: whole,
    /** Leads its parts. */
    token: text,
    /** Another one whenever writers have to begin again from what is stored. */
    fence: text,
    /** Tenants whose part was taken from another generation, and the token that leads it. */
    lent: { required: true, type: [lent] },
  },
  within,
);
/** All that a token leads (`but` one tenant's part), or one tenant's part. */
const dead = new Schema({ id: text, token: text, tenant: { type: String }, but: { type: String } }, within);
const countedDay = new Schema({ day: text, n: whole }, within);

const head = {
  /** The view's name. */
  _id: text,
  /** The generation that readers are given. */
  live: whole,
  /** Grows with each change that readers and writers must hear of. */
  changes: whole,
  writes: whole,
  generations: { required: true, type: [generation] },
  /** Parts that nothing names any more; removed after a while. */
  dead: { required: true, type: [dead] },
} as const;

/** `body`: its JSON, byte for byte what other adapters keep; `hash` of it, by which a writer knows that nobody changed it; `keys`: name NUL value. */
const document = {
  _id: text,
  part: text,
  id: text,
  body: text,
  hash: text,
  keys: { required: true, type: [String] },
  writes: whole,
} as const;

const counter = { _id: text, part: text, group: text, key: text, day: text, name: text, value: whole } as const;

/**
 * How often the part's documents or counters were changed, and on which of those changes each day was counted on last: the latest days
 * only, `floor` is the last change of those that fell out. In a few slots, so that writers of different partitions don't meet here.
 */
const stamp = {
  _id: text,
  part: text,
  slot: whole,
  n: whole,
  days: { required: true, type: [countedDay] },
  floor: whole,
} as const;

/** `parked`: the stream waits. `writes` grows where nothing else of the row would change: only what is written is fenced. */
const seen = {
  _id: text,
  part: text,
  topic: text,
  stream: text,
  version: whole,
  parked: { type: Boolean },
  writes: { type: Number },
} as const;

const position = {
  _id: text,
  view: text,
  generation: whole,
  topic: text,
  partition: whole,
  next: whole,
  fence: text,
  writes: whole,
} as const;

const parked = {
  _id: text,
  part: text,
  topic: text,
  stream: text,
  version: whole,
  reason: text,
  attempts: whole,
  parkedAt: text,
  /** How often events were added that wait. */
  writes: { type: Number },
} as const;

const waiting = { _id: text, part: text, topic: text, stream: text, version: whole, event: text } as const;

type Row<Definition> = Readonly<InferRawDocType<Definition>> & { readonly _id: string };
export type HeadRow = Row<typeof head>;
export type GenerationRow = HeadRow['generations'][number];
export type DeadRow = HeadRow['dead'][number];
export type DocumentRow = Row<typeof document>;
export type CounterRow = Row<typeof counter>;
export type StampRow = Row<typeof stamp>;
export type SeenRow = Row<typeof seen>;
export type PositionRow = Row<typeof position>;
export type ParkedRow = Row<typeof parked>;
export type WaitingRow = Row<typeof waiting>;

const options = { versionKey: false, strict: 'throw', autoIndex: false, autoCreate: false } as const;

export const VIEW_SCHEMAS = {
  view_heads: new Schema(head, options),
  view_documents: new Schema(document, options)
    .index({ part: 1, id: 1 }, { name: 'by-id' })
    .index({ part: 1, keys: 1, id: 1 }, { name: 'by-key' }),
  view_counters: new Schema(counter, options).index({ part: 1, group: 1, key: 1, day: 1, name: 1 }, { name: 'by-key' }),
  view_stamps: new Schema(stamp, options).index({ part: 1 }, { name: 'part' }),
  view_seen: new Schema(seen, options).index({ part: 1 }, { name: 'part' }),
  view_positions: new Schema(position, options).index({ view: 1, generation: 1 }, { name: 'generation' }),
  view_parked: new Schema(parked, options).index({ part: 1 }, { name: 'part' }),
  view_waiting: new Schema(waiting, options).index({ part: 1, topic: 1, stream: 1, version: 1 }, { name: 'stream' }),
} as const;

export const VIEW_INDEXES: readonly Index[] = Object.entries(VIEW_SCHEMAS).flatMap(([collection, schema]) =>
  schema.indexes().map(([key, { name }]) => ({ collection, name: String(name), key: key as Index['key'] })),
);

/** Rows go through the driver's own collections, as they are made in `pack.ts`: casting each again would cost a rebuild four times as much. */
export function collectionsOf(db: mongo.Db) {
  return {
    heads: db.collection<HeadRow>('view_heads'),
    documents: db.collection<DocumentRow>('view_documents'),
    counters: db.collection<CounterRow>('view_counters'),
    stamps: db.collection<StampRow>('view_stamps'),
    seen: db.collection<SeenRow>('view_seen'),
    positions: db.collection<PositionRow>('view_positions'),
    parked: db.collection<ParkedRow>('view_parked'),
    waiting: db.collection<WaitingRow>('view_waiting'),
  };
}
export type Collections = ReturnType<typeof collectionsOf>;
