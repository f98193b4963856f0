import type { Actor, NewEvent } from '@chuangwen/contracts';
import { createHash } from 'node:crypto';
import { putUuid, uuidAt } from './uuid';

/** Where the parts of an event's blob begin. */
export const PREVIOUS_HASH = 64;
export const HASH = 96;
export const DATA = 128;

/** A command id as it is kept: a UUID in 16 bytes, anything else as its text after a zero byte and a word (so never as a UUID's bytes). */
export function commandBytes(id: string): Buffer {
  const bytes = Buffer.allocUnsafe(16);
  return putUuid(bytes, 0, id) ? bytes : Buffer.from(`${ODD_COMMAND}${id}`, 'utf8');
}

const ODD_COMMAND = '\0command:';

/** The id of such bytes. */
export const commandOf = (bytes: Buffer): string =>
  bytes.length === 16 ? uuidAt(bytes.toString('hex'), 0) : bytes.toString('utf8').slice(ODD_COMMAND.length);

/** The first 64 bits, as SQLite's integer. In a UUIDv7 these are its time, so that new ones stand side by side in an index. */
export function lookupOf(command: Buffer): bigint {
  const bytes = command.length === 16 ? command : createHash('sha256').update(command).digest();
  return bytes.readBigInt64BE(0);
}

export type Ids = Pick<NewEvent, 'id' | 'commandId' | 'correlationId' | 'causationId'>;

/** The four ids at the head of the blob; where one is no plain UUID, as JSON beside it. */
export function writeIds(body: Buffer, { id, commandId, correlationId, causationId }: Ids): string | null {
  const plain =
    putUuid(body, 0, id) &&
    putUuid(body, 16, commandId) &&
    putUuid(body, 32, correlationId) &&
    putUuid(body, 48, causationId);
  return plain ? null : JSON.stringify([id, commandId, correlationId, causationId]);
}

export function readIds(body: Buffer, odd: string | null): [string, string, string, string] {
  if (odd !== null) return JSON.parse(odd) as [string, string, string, string];
  const hex = body.toString('hex', 0, PREVIOUS_HASH);
  return [uuidAt(hex, 0), uuidAt(hex, 32), uuidAt(hex, 64), uuidAt(hex, 96)];
}

/** What of an event recurs, as the words that stand for it. */
export type KindWord = readonly [type: string, schemaVersion: number, origin: NewEvent['origin'], adopted?: true];

/** `adopted`: taken over from another installation. */
export const kindWord = ({ type, schemaVersion, origin }: NewEvent, adopted: boolean) =>
  JSON.stringify((adopted ? [type, schemaVersion, origin, true] : [type, schemaVersion, origin]) satisfies KindWord);

/** Fields in a fixed order, absent ones left out, so that the same actor is the same word. */
export function actorWord({ kind, id, post, organisation, onBehalfOf }: Actor): string {
  return JSON.stringify({ kind, id, post, organisation, onBehalfOf });
}
