import type { Actor, NewEvent } from '@chuangwen/contracts';

/** Where the parts of an event's blob begin. */
export const PREVIOUS_HASH = 64;
export const HASH = 96;
export const DATA = 128;

const PLAIN_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** 16 bytes, or null when the id would not read back exactly as it is. */
export function uuidBytes(id: string): Buffer | null {
  return PLAIN_UUID.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex') : null;
}

/** A command id as it is kept: a UUID in 16 bytes, anything else as its text after a zero byte (so never in 16 bytes that are a UUID's). */
export function commandBytes(id: string): Buffer {
  return uuidBytes(id) ?? Buffer.from(`\0command:${id}`, 'utf8');
}

/** The last 48 bits: random in every kind of UUID, and a safe integer. */
export const lookupOf = (command: Buffer): number => command.readUIntBE(command.length - 6, 6);

export type Ids = Pick<NewEvent, 'id' | 'commandId' | 'correlationId' | 'causationId'>;

/** The four ids at the head of the blob; where one is no plain UUID, as JSON beside it. */
export function writeIds(body: Buffer, { id, commandId, correlationId, causationId }: Ids): string | null {
  const ids = [id, commandId, correlationId, causationId];
  if (!ids.every((each) => PLAIN_UUID.test(each))) return JSON.stringify(ids);
  body.write(ids.join('').replaceAll('-', ''), 0, 'hex');
  return null;
}

export function readIds(body: Buffer, odd: string | null): [string, string, string, string] {
  if (odd !== null) return JSON.parse(odd) as [string, string, string, string];
  const hex = body.toString('hex', 0, PREVIOUS_HASH);
  return [uuid(hex, 0), uuid(hex, 32), uuid(hex, 64), uuid(hex, 96)];
}

const uuid = (hex: string, at: number) =>
  `${hex.slice(at, at + 8)}-${hex.slice(at + 8, at + 12)}-${hex.slice(at + 12, at + 16)}-${hex.slice(at + 16, at + 20)}-${hex.slice(at + 20, at + 32)}`;

/** What of an event recurs, as the words that stand for it. */
export type KindWord = readonly [type: string, schemaVersion: number, origin: NewEvent['origin']];

export const kindWord = (event: NewEvent) =>
  JSON.stringify([event.type, event.schemaVersion, event.origin] satisfies KindWord);

/** Fields in a fixed order, absent ones left out, so that the same actor is the same word. */
export function actorWord({ kind, id, post, organisation, onBehalfOf }: Actor): string {
  return JSON.stringify({ kind, id, post, organisation, onBehalfOf });
}
