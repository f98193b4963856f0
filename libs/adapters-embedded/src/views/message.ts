import {
  eventToJson,
  keysOf,
  type DocumentChange,
  type Position,
  type ViewCommit,
  type ViewRef,
} from '@chuangwen/ports';

/**
 * A commit on its way to the writer's thread. What is numerous lies flat in arrays of plain values, because a clone
 * pays per object; bodies are already the JSON that is stored.
 */
export type PackedCommit = Readonly<{
  do: 'commit';
  ref: ViewRef;
  /** Parts that went before. */
  ahead: number;
  /** tenant, id, body or null, keys. */
  documents: (string | null)[];
  /** tenant, group, key, day, name, add. */
  counters: (string | number)[];
  /** topic, tenant, stream, version. */
  seen: (string | number)[];
  positions: readonly Position[];
  park: NonNullable<ViewCommit['park']>;
  parkedEvents: { topic: string; tenant: string; stream: string; version: number; event: string }[];
  unpark: NonNullable<ViewCommit['unpark']>;
}>;

/** Documents of a large commit that travel ahead of it, kept by the writer until it comes. */
export type PackedPart = Readonly<{ do: 'part'; ref: ViewRef; documents: PackedCommit['documents'] }>;

/** Documents that are packed and sent in one go: two or three milliseconds of the thread that sends them. */
const IN_ONE_GO = 500;

/** All but the last documents of a large commit, in parts; made one by one, as they are asked for. */
export function* partsOf(ref: ViewRef, { documents }: ViewCommit): Generator<PackedPart> {
  for (let from = 0; from + IN_ONE_GO < documents.length; from += IN_ONE_GO)
    yield { do: 'part', ref, documents: packDocuments(documents.slice(from, from + IN_ONE_GO)) };
}

function packDocuments(changes: readonly DocumentChange[]): PackedCommit['documents'] {
  const documents: PackedCommit['documents'] = [];
  for (const { tenant, id, body, index } of changes)
    documents.push(tenant, id, body && JSON.stringify(body), body ? keysOf(index) : null);
  return documents;
}

/** `ahead`: parts of it that went before. */
export function packCommit(ref: ViewRef, commit: ViewCommit, ahead = 0): PackedCommit {
  const documents = packDocuments(commit.documents.slice(ahead * IN_ONE_GO));
  const counters: PackedCommit['counters'] = [];
  for (const { tenant, group, key, day, add } of commit.counters) {
    for (const name in add) {
      const by = add[name]!;
      if (!Number.isSafeInteger(by)) throw new TypeError(`Counter ${group} ${name} is no whole number`);
      if (by !== 0) counters.push(tenant, group, key, day, name, by);
    }
  }
  const seen: PackedCommit['seen'] = [];
  for (const { topic, tenant, stream, version } of commit.seen) seen.push(topic, tenant, stream, version);
  const parkedEvents = (commit.parkedEvents ?? []).map((event) => {
    const { topic, tenant, stream, version } = event;
    return { topic, tenant, stream, version, event: eventToJson(event) };
  });
  const { positions, park = [], unpark = [] } = commit;
  return { do: 'commit', ref, ahead, documents, counters, seen, positions, park, parkedEvents, unpark };
}
