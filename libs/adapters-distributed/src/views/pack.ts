import {
  eventToJson,
  keyPairs,
  keysOf,
  type CounterChange,
  type DocumentChange,
  type ViewCommit,
} from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { setImmediate } from 'node:timers/promises';
import type { Bodies } from './bodies';
import type { Generation } from './generation';
import { keyOf, nameOf } from './names';
import { packStreams, type PackedStreams } from './pack-streams';
import type { CounterRow, DocumentRow, StampRow, WaitingRow } from './schemas';
import { stampedOn } from './stamps';

type Ops<Row extends mongo.Document> = mongo.AnyBulkWriteOperation<Row>[];

/** A commit row by row. Each of `documents` must meet one row, and those `absent` none, or the view has moved. */
export type Packed = PackedStreams &
  Readonly<{
    documents: Ops<DocumentRow>;
    /** Written whatever is there: they need not meet a row. */
    loose: Ops<DocumentRow>;
    absent: readonly string[];
    counters: Ops<CounterRow>;
    /** Names of the rows of `counters`: where they come to 0 they go. */
    counted: readonly string[];
    stamps: Ops<StampRow>;
    waiting: Ops<WaitingRow>;
  }>;

/** Documents between two breaths of the thread. */
const BREATH = 200;

export async function pack(commit: ViewCommit, generation: Generation, bodies: Bodies): Promise<Packed> {
  const documents: Ops<DocumentRow> = [];
  const loose: Ops<DocumentRow> = [];
  const absent: string[] = [];
  let n = 0;
  for (const change of onceEach(commit.documents)) {
    if ((n += 1) % BREATH === 0) await setImmediate();
    const _id = nameOf(generation.part(change.tenant), change.id);
    if (change.was === null && change.body === null) absent.push(_id);
    else (change.was === undefined ? loose : documents).push(documentOp(_id, change, generation, bodies));
  }
  const counters = sums(commit.counters, generation);
  return {
    documents,
    loose,
    absent,
    counters: [...counters.values()].map(({ value, _id, ...row }) => ({
      updateOne: { filter: { _id }, update: { $inc: { value }, $setOnInsert: row }, upsert: true },
    })),
    counted: [...counters.keys()],
    stamps: stampedOn(commit, generation),
    waiting: (commit.parkedEvents ?? []).map((event) => {
      const { topic, tenant, stream, version } = event;
      const part = generation.part(tenant);
      const row = {
        _id: nameOf(part, topic, stream, version),
        part,
        topic,
        stream,
        version,
        event: eventToJson(event),
      };
      return { replaceOne: { filter: { _id: row._id }, replacement: row, upsert: true } };
    }),
    ...packStreams(commit, generation),
  };
}

/** The last change of a document counts; what it was made from is what the first says. */
function onceEach(changes: readonly DocumentChange[]): Iterable<DocumentChange> {
  const once = new Map<string, DocumentChange>();
  for (const change of changes) {
    const key = nameOf(change.tenant, change.id);
    const first = once.get(key);
    const { was, ...rest } = change;
    const from = first ? first.was : was;
    once.set(key, from === undefined ? rest : { ...rest, was: from });
  }
  return once.values();
}

function documentOp(
  _id: string,
  { tenant, id, body, index, was }: DocumentChange,
  generation: Generation,
  bodies: Bodies,
): Ops<DocumentRow>[number] {
  const filter = was ? { _id, hash: bodies.hashOf(was) } : { _id };
  if (body === null) return { deleteOne: { filter } };
  const names = { part: generation.part(tenant), id };
  const content = { keys: keyPairs(keysOf(index)).map(([name, value]) => keyOf(name, value)), ...bodies.written(body) };
  if (was === null) return { insertOne: { document: { _id, ...names, ...content, writes: 1 } } };
  // Counted, so that it is a write also where nothing changes: what is not written is not fenced.
  const update = { $set: content, $inc: { writes: 1 } };
  if (was) return { updateOne: { filter, update } };
  return { updateOne: { filter, update: { ...update, $setOnInsert: names }, upsert: true } };
}

function sums(changes: readonly CounterChange[], generation: Generation): Map<string, CounterRow> {
  const rows = new Map<string, CounterRow>();
  for (const { tenant, group, key, day, add } of changes) {
    for (const name in add) {
      const by = add[name]!;
      if (!Number.isSafeInteger(by)) throw new TypeError(`Counter ${group} ${name} is no whole number`);
      if (by === 0) continue;
      const part = generation.part(tenant);
      const _id = nameOf(part, group, key, day, name);
      rows.set(_id, { _id, part, group, key, day, name, value: (rows.get(_id)?.value ?? 0) + by });
    }
  }
  return rows;
}
