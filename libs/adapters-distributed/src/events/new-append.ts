import { hashOf, type NewEvent, type StoredEvent, type StreamRef } from '@chuangwen/contracts';
import type { Append, Receipt } from '@chuangwen/ports';
import { mongo } from 'mongoose';
import { bucketOf, bytesOf, type AppendDocument, type EventFields } from './append-document';

/** Where a stream ends: its last version (0: it does not exist) and that event's hash. */
export type Head = Readonly<{ version: number; hash: Uint8Array }>;

/** The document of an append behind `head`, under an id of its own. Version, previous hash and hash of each event are made here. */
export function newAppend(ref: StreamRef, head: Head, { events, receipt }: Append): AppendDocument {
  const { tenant, stream } = ref;
  let { version, hash } = head;
  const fields = events.map((event): EventFields => {
    const previousHash = hash;
    version += 1;
    hash = hashOf({ ...event, tenant, stream, version, previousHash });
    return fieldsOf(event, hash);
  });
  return { ...documentOf(ref, head, fields), ...(receipt ? { receipt: plainReceipt(receipt) } : {}) };
}

/** The same of events that have their versions and hashes already. */
export function newAdoption(ref: StreamRef, head: Head, events: readonly StoredEvent[]): AppendDocument {
  const fields = events.map((event) => fieldsOf(event, event.hash));
  return { ...documentOf(ref, head, fields), adopted: true };
}

const documentOf = (ref: StreamRef, head: Head, events: readonly EventFields[]): AppendDocument => ({
  _id: new mongo.ObjectId(),
  tenant: ref.tenant,
  stream: ref.stream,
  version: head.version + 1,
  count: events.length,
  previousHash: new mongo.Binary(head.hash),
  events,
  bucket: bucketOf(ref),
  published: 0,
});

const fieldsOf = (event: NewEvent, hash: Uint8Array): EventFields => ({
  id: event.id,
  type: event.type,
  schemaVersion: event.schemaVersion,
  audience: event.audience,
  recordedAt: event.recordedAt,
  effectiveOn: event.effectiveOn,
  actor: event.actor,
  commandId: event.commandId,
  correlationId: event.correlationId,
  causationId: event.causationId,
  origin: event.origin,
  data: new mongo.Binary(event.data),
  hash: new mongo.Binary(hash),
});

export const plainReceipt = ({ tenant, actor, commandId, bodyHash, answer }: Receipt): Receipt => ({
  tenant,
  actor,
  commandId,
  bodyHash,
  answer,
});

/** What of an append is fetched to know where it ends. */
export const END = { version: 1, count: 1, 'events.hash': 1 } as const;

/** The hash is a copy: what the driver hands out is a window on its whole answer, which would stay in memory with it. */
export const endOf = ({ version, count, events }: Pick<AppendDocument, 'version' | 'count' | 'events'>): Head => ({
  version: version + count - 1,
  hash: Uint8Array.from(bytesOf(events.at(-1)!.hash)),
});
