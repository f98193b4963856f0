import { crc32 } from 'node:zlib';

/**
 * A CRC-32 kept in each row that no hash chain covers. SQLite's own check sees only the structure of its pages: a bit that
 * flips inside a value reads back as another value and nobody is told. Against accidents, not against people.
 */
export const receiptCheck = (
  command: Uint8Array,
  tenant: string,
  actor: string,
  bodyHash: Uint8Array,
  answer: string,
): number => crc32(answer, crc32(bodyHash, crc32(command, crc32(`${tenant}\n${actor}`))));

export const snapshotCheck = (stream: number, kind: string, version: number, state: Uint8Array): number =>
  crc32(state, crc32(`${stream}\n${kind}\n${version}`));

export const entryCheck = (
  tenant: string,
  kind: string,
  key: string,
  value: string,
  revision: number,
  expiresAt: number | null,
): number => crc32(value, crc32(`${tenant}\n${kind}\n${key}\n${revision}\n${expiresAt ?? ''}`));

export const keyCheck = (tenant: string, subject: string, key: Uint8Array): number =>
  crc32(key, crc32(`${tenant}\n${subject}`));
