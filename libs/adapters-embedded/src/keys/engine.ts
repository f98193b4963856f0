import type { DatabaseSync } from 'node:sqlite';
import { keyCheck } from '../checks/row-check';
import { GroupCommit, type Engine } from '../engine';

/** A destroyed key leaves its row without bytes: the tombstone that keeps another from being made. */
const SCHEMA = `
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS keys (
  tenant TEXT NOT NULL, subject TEXT NOT NULL, key BLOB,
  crc INTEGER,  -- null: of before keys had one
  PRIMARY KEY (tenant, subject)
) STRICT, WITHOUT ROWID;
`;

/** `candidate`: 32 fresh random bytes, kept only if the subject has no row yet. */
export type KeysRequest = Readonly<
  { tenant: string; subject: string } & ({ candidate: Uint8Array } | { destroy: true })
>;

class KeysEngine implements Engine<KeysRequest, Uint8Array | null> {
  private readonly sql;
  private destroyed = false;

  constructor(private readonly db: DatabaseSync) {
    this.sql = {
      make: db.prepare('INSERT OR IGNORE INTO keys (tenant, subject, key, crc) VALUES (?, ?, ?, ?)'),
      find: db.prepare('SELECT key FROM keys WHERE tenant = ? AND subject = ?'),
      destroy: db.prepare(
        'INSERT INTO keys (tenant, subject, key) VALUES (?, ?, NULL) ON CONFLICT DO UPDATE SET key = NULL, crc = NULL',
      ),
    };
  }

  apply(request: KeysRequest): Uint8Array | null {
    const { tenant, subject } = request;
    if ('destroy' in request) {
      this.sql.destroy.run(tenant, subject);
      this.destroyed = true;
      return null;
    }
    this.sql.make.run(tenant, subject, request.candidate, keyCheck(tenant, subject, request.candidate));
    return (this.sql.find.get(tenant, subject) as { key: Uint8Array | null }).key;
  }

  forget(): void {}

  /**
   * Pages of before still stand in the WAL: bring the file up to date (secure_delete has zeroed the key there) and cut
   * the WAL off. Where the disk refuses or a reader is in the way, the next write tries again.
   */
  settled(): void {
    if (!this.destroyed) return;
    try {
      const { busy } = this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
      this.destroyed = busy !== 0;
    } catch {
      // The key itself is gone: that was committed.
    }
  }
}

/** Keys of before rows had a check get one: the column is only added, so that a folder that goes back to format 1 keeps its keys file. */
function amend(db: DatabaseSync): void {
  const columns = db.prepare('PRAGMA table_info(keys)').all() as { name: string }[];
  if (!columns.some(({ name }) => name === 'crc')) db.exec('ALTER TABLE keys ADD COLUMN crc INTEGER');
  db.function('key_check', { deterministic: true }, keyCheck as (...values: unknown[]) => number);
  db.exec('UPDATE keys SET crc = key_check(tenant, subject, key) WHERE crc IS NULL AND key IS NOT NULL');
}

export const keysWriter = {
  schema: SCHEMA,
  amend,
  group: (db: DatabaseSync) => new GroupCommit<KeysRequest, Uint8Array | null>(db, new KeysEngine(db)),
};
