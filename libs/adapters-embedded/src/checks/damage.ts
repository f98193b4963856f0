import { setImmediate } from 'node:timers/promises';
import { lookupOf } from '../events/row';
import type { FileRef } from '../files';
import { openReader } from '../sqlite';
import { entryCheck, keyCheck, receiptCheck, snapshotCheck } from './row-check';

/** Something that is not as it was written. `what`: page, position, stream, receipt, snapshot, entry, key, seal, wal. */
export type Damage = Readonly<{ path: string; what: string; where: string }>;

/** Rows between two breaths of the main thread. */
const BREATH = 500;

type Check = Readonly<{
  what: string;
  sql: string;
  /** What the row is called, when it is not as it was written. */
  wrong(row: unknown): string | null;
}>;

/** `right` is asked row by row; `name` says which one is wrong. */
const check = <Row>(what: string, sql: string, right: (row: Row) => boolean, name: (row: Row) => unknown): Check => ({
  what,
  sql,
  wrong: (row) => (right(row as Row) ? null : String(name(row as Row))),
});

type Receipt = Readonly<{
  id: number;
  found: string;
  command: Uint8Array;
  tenant: string;
  actor: string;
  body: Uint8Array;
  answer: string;
  crc: number;
}>;

const EVENTS: readonly Check[] = [
  check<{ last: number; first: number; events: number }>(
    'position',
    'SELECT coalesce(max(position), 0) AS last, coalesce(min(position), 1) AS first, count(*) AS events FROM events',
    ({ last, first, events }) => first === 1 && last === events,
    ({ last, events }) => `${events} of ${last}`,
  ),
  check<{ name: string; events: number; last: number }>(
    'stream',
    `SELECT s.tenant || '/' || s.name AS name, count(e.version) AS events, coalesce(max(e.version), 0) AS last
     FROM streams s LEFT JOIN events e ON e.stream = s.id GROUP BY s.id`,
    ({ events, last }) => events > 0 && events === last,
    ({ name }) => name,
  ),
  check<{ position: number; id: number | null }>(
    'stream',
    'SELECT e.position, s.id FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE s.id IS NULL',
    () => false,
    ({ position }) => position,
  ),
  check<Receipt>(
    'receipt',
    `SELECT r.id, CAST(r."lookup" AS TEXT) AS found, r.command, t.word AS tenant, a.word AS actor, r.body_hash AS body, r.answer, r.crc
     FROM receipts r LEFT JOIN words t ON t.id = r.tenant LEFT JOIN words a ON a.id = r.actor`,
    ({ found, command, tenant, actor, body, answer, crc }) =>
      crc === receiptCheck(command, tenant, actor, body, answer) && found === String(lookupOf(Buffer.from(command))),
    ({ id, tenant }) => `${tenant} ${id}`,
  ),
  check<{ stream: number; kind: string; version: number; state: Uint8Array; crc: number }>(
    'snapshot',
    'SELECT stream, kind, version, state, crc FROM snapshots',
    ({ stream, kind, version, state, crc }) => crc === snapshotCheck(stream, kind, version, state),
    ({ stream, kind }) => `${stream} ${kind}`,
  ),
];

type Entry = Readonly<{
  tenant: string;
  kind: string;
  key: string;
  value: string;
  revision: number;
  expires: number | null;
  crc: number;
}>;

const PRIVATE: readonly Check[] = [
  check<Entry>(
    'entry',
    'SELECT tenant, kind, key, value, revision, expires_at AS expires, crc FROM entries',
    ({ tenant, kind, key, value, revision, expires, crc }) =>
      crc === entryCheck(tenant, kind, key, value, revision, expires),
    ({ tenant, kind }) => `${tenant} ${kind}`, // never its key: it may be a login
  ),
  check<{ last: number | null; most: number | null }>(
    'entry',
    'SELECT (SELECT last FROM revisions) AS last, (SELECT max(revision) FROM entries) AS most',
    ({ last, most }) => last !== null && (most ?? 0) <= last,
    () => 'revisions',
  ),
];

const KEYS: readonly Check[] = [
  check<{ tenant: string; subject: string; key: Uint8Array; crc: number }>(
    'key',
    'SELECT tenant, subject, key, crc FROM keys WHERE key IS NOT NULL',
    ({ tenant, subject, key, crc }) => crc === keyCheck(tenant, subject, key),
    ({ tenant, subject }) => `${tenant} ${subject}`,
  ),
];

const CHECKS: Partial<Record<FileRef['kind'], readonly Check[]>> = { events: EVENTS, private: PRIVATE, keys: KEYS };

/** The rows of a file that are not as they were written, beyond what SQLite and the hash chain find. */
export async function* damagedRows({ path, kind }: FileRef): AsyncGenerator<Damage> {
  const checks = CHECKS[kind];
  if (!checks) return;
  const db = openReader(path);
  try {
    db.exec('BEGIN');
    for (const { what, sql, wrong } of checks) {
      let at = 0;
      for (const row of db.prepare(sql).iterate()) {
        const where = wrong(row);
        if (where !== null) yield { path, what, where };
        if ((at += 1) % BREATH === 0) await setImmediate();
      }
    }
  } catch (error) {
    yield { path, what: 'page', where: error instanceof Error ? error.message : String(error) };
  } finally {
    db.close();
  }
}
