import { createHash } from 'node:crypto';

/** Tenant of what belongs to the installation itself: the register of tenants, accounts. */
export const INSTALLATION = '$installation';

export type StreamRef = Readonly<{ tenant: string; stream: string }>;

/** Who did it: ids only, never a name. `onBehalfOf` is a person or organisation id (代录、代办). */
export type Actor = Readonly<{
  kind: 'person' | 'workflow' | 'system';
  /** Person id, or the name of the workflow or system part. */
  id: string;
  /** The post (岗位) in whose right it was done. */
  post?: string;
  /** The organisation for which the actor stood. */
  organisation?: string;
  onBehalfOf?: string;
}>;

/** What the caller of a store knows before the append. */
export type NewEvent = Readonly<{
  /** UUID. */
  id: string;
  /** `aggregate.happened`, e.g. `task.assigned`; never a class name. */
  type: string;
  /** From 1. */
  schemaVersion: number;
  /** Tenants it is addressed to besides its owner, sorted. */
  audience: readonly string[];
  /** ISO 8601 instant in UTC with milliseconds. */
  recordedAt: string;
  /** The day it speaks of, YYYY-MM-DD, where that differs from the day it was recorded. */
  effectiveOn: string | null;
  actor: Actor;
  commandId: string;
  /** The first command of the whole story. */
  correlationId: string;
  /** The event or command that led to this one directly. */
  causationId: string;
  origin: 'live' | 'import';
  /** The exact bytes that are hashed and kept: JSON, personal fields sealed. */
  data: Uint8Array;
}>;

/** One envelope, in CloudEvents terms: what is stored is what is published. */
export type StoredEvent = NewEvent &
  Readonly<{
    tenant: string;
    stream: string;
    /** 1..n without a gap. */
    version: number;
    /** SHA-256, 32 bytes; of the event before it in the stream, zeros for the first. */
    previousHash: Uint8Array;
    hash: Uint8Array;
    /**
     * Taken over from another installation, where it has had its effects: it reaches views, and nothing acts on it. Where it was
     * stored says so; it is no part of what is hashed.
     */
    adopted?: true | undefined;
  }>;

/** A copy that holds every field itself: what a store hands out may make its fields only when they are asked for. */
export const plainEvent = (event: StoredEvent): StoredEvent => ({
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
  data: event.data,
  tenant: event.tenant,
  stream: event.stream,
  version: event.version,
  previousHash: event.previousHash,
  hash: event.hash,
  ...(event.adopted ? { adopted: true } : {}),
});

export const NO_HASH: Uint8Array = new Uint8Array(32);

/** The envelope without its data and hashes, as the one line of JSON that is hashed. */
export function envelopeLine(event: Omit<StoredEvent, 'hash' | 'previousHash' | 'data'>): string {
  const { kind, id, post, organisation, onBehalfOf } = event.actor;
  return JSON.stringify([
    1, // version of this list
    event.id,
    event.type,
    event.schemaVersion,
    event.tenant,
    event.audience,
    event.stream,
    event.version,
    event.recordedAt,
    event.effectiveOn,
    [kind, id, post ?? null, organisation ?? null, onBehalfOf ?? null],
    event.commandId,
    event.correlationId,
    event.causationId,
    event.origin,
  ]);
}

/**
 * Throws TypeError unless these events follow one another in this stream, each with the hash that it must have. Of the first one only its
 * own word is taken for what came before it.
 */
export function mustBeChain({ tenant, stream }: StreamRef, events: readonly StoredEvent[]): void {
  let before: StoredEvent | undefined;
  for (const event of events) {
    const follows =
      event.tenant === tenant &&
      event.stream === stream &&
      event.version === (before ? before.version + 1 : event.version) &&
      same(event.previousHash, before?.hash ?? (event.version === 1 ? NO_HASH : event.previousHash));
    if (!follows || !same(event.hash, hashOf(event)))
      throw new TypeError(`${tenant}/${stream}: event ${event.version} is not as it was hashed`);
    before = event;
  }
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** SHA-256 over previous hash, envelope line, a line feed and the data: each stream is a chain. */
export function hashOf(event: Omit<StoredEvent, 'hash'>): Uint8Array {
  return createHash('sha256')
    .update(event.previousHash)
    .update(envelopeLine(event))
    .update('\n')
    .update(event.data)
    .digest();
}
