import type { DatabaseSync } from 'node:sqlite';
import { entryCheck, receiptCheck, snapshotCheck } from '../checks/row-check';
import type { Migration } from './migration';

/** Each row that stands in no hash chain gets a check of its own, so that a flipped bit in it is found (F16). */
export const rowChecks: Migration = {
  from: 1,
  to: 2,
  transform(db, kind) {
    if (kind === 'events') {
      add(db, 'receipts', receiptCheck, [
        'command',
        '(SELECT word FROM words WHERE id = tenant)',
        '(SELECT word FROM words WHERE id = actor)',
        'body_hash',
        'answer',
      ]);
      add(db, 'snapshots', snapshotCheck, ['stream', 'kind', 'version', 'state']);
    }
    if (kind === 'private')
      add(db, 'entries', entryCheck, ['tenant', 'kind', 'key', 'value', 'revision', 'expires_at']);
  },
};

/** A column that may not be empty needs a default to be added; every row gets its own value at once. */
function add(db: DatabaseSync, table: string, check: (...values: never[]) => number, of: readonly string[]): void {
  db.exec(`ALTER TABLE ${table} ADD COLUMN crc INTEGER NOT NULL DEFAULT 0`);
  db.function(`${table}_check`, { deterministic: true }, check as (...values: unknown[]) => number);
  db.exec(`UPDATE ${table} SET crc = ${table}_check(${of.join(', ')})`);
}
