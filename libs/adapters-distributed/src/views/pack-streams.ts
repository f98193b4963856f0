import type { Parked, Position, SeenChange, ViewCommit } from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import type { Generation } from './generation';
import { nameOf } from './names';
import type { ParkedRow, SeenRow } from './schemas';

type Ops<Row extends mongo.Document> = mongo.AnyBulkWriteOperation<Row>[];
type Place = Readonly<{ _id: string; part: string; topic: string; stream: string }>;
type Stream = { place: Place; seen?: SeenChange; park?: Parked; unpark?: true };

export type PackedStreams = Readonly<{
  positions: readonly Position[];
  /** Each must meet one row, or the view has moved. */
  seen: Ops<SeenRow>;
  /** Need not meet a row. */
  loosened: Ops<SeenRow>;
  /** Entries of parked streams, made or replaced, or kept from going on while events join them. Each must meet one row. */
  parked: Ops<ParkedRow>;
  /** Streams that go on. `until`: their events up to there were taken; absent: up to what was seen before. */
  unparked: readonly (Place & { until?: number })[];
}>;

/** `writes` is counted where nothing else of the row would change: what is not written is not fenced. */
const COUNTED = { $inc: { writes: 1 } } as const;

export function packStreams(commit: ViewCommit, generation: Generation): PackedStreams {
  const streams = new Map<string, Stream>();
  const of = ({ topic, tenant, stream }: { topic: string; tenant: string; stream: string }): Stream => {
    const part = generation.part(tenant);
    const _id = nameOf(part, topic, stream);
    const found = streams.get(_id) ?? { place: { _id, part, topic, stream } };
    streams.set(_id, found);
    return found;
  };
  for (const change of commit.seen) {
    const stream = of(change);
    const from = stream.seen ? stream.seen.from : change.from;
    const { from: _, ...rest } = change;
    stream.seen = from === undefined ? rest : { ...rest, from };
  }
  for (const entry of commit.park ?? []) of(entry).park = entry;
  for (const ref of commit.unpark ?? []) of(ref).unpark = true;
  const packed = { seen: [] as Ops<SeenRow>, loosened: [] as Ops<SeenRow>, parked: [] as Ops<ParkedRow> };
  const unparked: (Place & { until?: number })[] = [];
  for (const stream of streams.values()) {
    const { place, seen, park, unpark } = stream;
    if (unpark) unparked.push(seen ? { ...place, until: seen.version } : place);
    if (unpark && !seen) packed.loosened.push(...goesOn(place));
    else packed.seen.push(seen ? moved(stream, seen) : stays(place, park!));
    if (park) packed.parked.push(entryOp(place, park));
  }
  const joined = new Set((commit.parkedEvents ?? []).map((event) => of(event)));
  for (const { place, park } of joined)
    if (!park) packed.parked.push({ updateOne: { filter: { _id: place._id }, update: COUNTED } });
  return { positions: commit.positions, ...packed, unparked };
}

/** A stream that moves on; one that is parked does so only when it is taken out. */
function moved({ place, park, unpark }: Stream, { version, from }: SeenChange): Ops<SeenRow>[number] {
  const { _id, ...names } = place;
  const parked = park ? { parked: true } : {};
  if (from === 0 && !unpark) return { insertOne: { document: { ...place, version, ...parked } } };
  const update = { $set: { version, ...parked }, ...(unpark && !park ? { $unset: { parked: true } as const } : {}) };
  if (from === undefined)
    return { updateOne: { filter: { _id }, update: { ...update, $setOnInsert: names }, upsert: true } };
  const filter = { _id, version: from, ...(unpark ? {} : { parked: { $exists: false } }) };
  return { updateOne: { filter, update } };
}

/** It is parked at the version after the one it has, which nobody took meanwhile. */
function stays({ _id, ...names }: Place, { version }: Parked): Ops<SeenRow>[number] {
  const filter = { _id, version: version - 1 };
  const update = { $set: { parked: true }, ...COUNTED };
  // Of a stream's first event there is no row yet; the upsert meets whoever took it.
  if (version === 1) return { updateOne: { filter, update: { ...update, $setOnInsert: names }, upsert: true } };
  return { updateOne: { filter, update } };
}

/** It is not parked any more, and nothing of it was taken. */
const goesOn = ({ _id }: Place): Ops<SeenRow> => [
  { updateOne: { filter: { _id, version: { $gt: 0 } }, update: { $unset: { parked: true }, ...COUNTED } } },
  { deleteOne: { filter: { _id, version: 0 } } },
];

function entryOp(place: Place, { version, reason, attempts, parkedAt }: Parked): Ops<ParkedRow>[number] {
  const replacement = { ...place, version, reason, attempts, parkedAt };
  return { replaceOne: { filter: { _id: place._id }, replacement, upsert: true } };
}
