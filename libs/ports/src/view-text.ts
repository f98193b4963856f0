import { plainEvent, type StoredEvent } from '@chuangwen/contracts';
import type { DocumentChange } from './read-models';

/**
 * How rows of views are written as text, the same in every adapter: dumps of one content are then equal to the byte,
 * wherever they were made.
 */

/** The values of each index once and in order, so that the same index is the same text; '' where there is none. */
export function keysOf(index: DocumentChange['index']): string {
  const names = Object.keys(index).filter((name) => index[name]!.length > 0);
  if (names.length === 0) return '';
  return JSON.stringify(names.sort().map((name) => [name, [...new Set(index[name])].sort()]));
}

export function keyPairs(keys: string): [name: string, value: string][] {
  if (keys === '') return [];
  return (JSON.parse(keys) as [string, string[]][]).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
}

const BYTES = ['data', 'previousHash', 'hash'] as const;

export function eventToJson(event: StoredEvent): string {
  const bytes = Object.fromEntries(BYTES.map((field) => [field, Buffer.from(event[field]).toString('base64')]));
  return JSON.stringify({ ...plainEvent(event), ...bytes });
}

export function eventFromJson(json: string): StoredEvent {
  const event = JSON.parse(json) as StoredEvent;
  const bytes = Object.fromEntries(
    BYTES.map((field) => [field, Buffer.from(event[field] as unknown as string, 'base64')]),
  );
  return { ...event, ...bytes };
}
