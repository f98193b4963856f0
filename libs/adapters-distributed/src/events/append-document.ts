import type { Actor, NewEvent, StoredEvent, StreamRef } from '@chuangwen/contracts';
import type { Receipt } from '@chuangwen/ports';
import { createHash } from 'node:crypto';
import { type mongo } from 'mongoose';

/** An event within its append. Hash of the one before: that of the event before in the list, or the append's. */
export type EventFields = Readonly<{
  id: string;
  type: string;
  schemaVersion: number;
  audience: readonly string[];
  recordedAt: string;
  effectiveOn: string | null;
  actor: Actor;
  commandId: string;
  correlationId: string;
  causationId: string;
  origin: NewEvent['origin'];
  /** The exact bytes that were hashed. */
  data: mongo.Binary;
  /** 32 bytes. */
  hash: mongo.Binary;
}>;

/**
 * One append as one document of the collection `appends`, so that its events and its receipt are written together or not
 * at all. Unique by (tenant, stream, version) and, where there is a receipt, by its (tenant, actor, commandId).
 */
export type AppendDocument = Readonly<{
  /** Made by who appends: an insert whose outcome nobody knows is made again under the same id. */
  _id: mongo.ObjectId;
  tenant: string;
  stream: string;
  /** Of its first event. The stream's next append begins at `version + count`. */
  version: number;
  /** How many events, at least one. */
  count: number;
  /** Of its first event. */
  previousHash: mongo.Binary;
  events: readonly EventFields[];
  /** Taken over from another installation. */
  adopted?: true;
  receipt?: Receipt;
  /** 0..BUCKETS−1, by tenant and stream: who leases the bucket publishes all appends of the stream, in order. */
  bucket: number;
  /** The topic generation it was published to; 0: not yet. */
  published: number;
}>;

/** A command after which nothing had happened; in the same collection, under the same unique index of receipts. */
export type ReceiptDocument = Readonly<{ _id: mongo.ObjectId; receipt: Receipt }>;

export const APPENDS = 'appends';
export const BUCKETS = 32;

export const bucketOf = ({ tenant, stream }: StreamRef): number =>
  createHash('sha256').update(`${tenant}\0${stream}`).digest().readUInt32BE(0) % BUCKETS;

/** The events as they were appended, in order of version. */
export function storedEvents(document: AppendDocument): StoredEvent[] {
  const { tenant, stream, version } = document;
  let previousHash = bytesOf(document.previousHash);
  return document.events.map((fields, at) => {
    const hash = bytesOf(fields.hash);
    const event = { ...fields, tenant, stream, version: version + at, previousHash, hash, data: bytesOf(fields.data) };
    previousHash = hash;
    return document.adopted ? { ...event, adopted: true } : event;
  });
}

export const bytesOf = (binary: mongo.Binary): Uint8Array => binary.buffer.subarray(0, binary.position);
