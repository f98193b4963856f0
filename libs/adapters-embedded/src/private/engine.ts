import type { DatabaseSync } from 'node:sqlite';
import { entryCheck } from '../checks/row-check';
import { GroupCommit, type Engine } from '../engine';

/** secure_delete overwrites what is removed: credentials and sessions do not linger in free pages. */
const SCHEMA = `
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS entries (
  tenant TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL, expires_at INTEGER,
  crc INTEGER NOT NULL,
  PRIMARY KEY (tenant, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_expiring ON entries (expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS revisions (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO revisions VALUES (1, 0);
`;

type At = Readonly<{ tenant: string; kind: string; key: string; now: number }>;
export type PrivateRequest =
  | (At & { do: 'create'; value: string; expiresAt: number | null })
  | (At & { do: 'replace'; value: string; expiresAt: number | null; revision: number })
  | (At & { do: 'delete' });

class PrivateEngine implements Engine<PrivateRequest, boolean> {
  private readonly sql;

  constructor(db: DatabaseSync) {
    this.sql = {
      expire: db.prepare('DELETE FROM entries WHERE expires_at <= ?'),
      // One counter for all entries: a key that was deleted and made again never gets an old revision back.
      revision: db.prepare('UPDATE revisions SET last = last + 1 RETURNING last'),
      create: db.prepare(
        'INSERT OR IGNORE INTO entries (tenant, kind, key, value, revision, expires_at, crc) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ),
      replace: db.prepare(
        'UPDATE entries SET value = ?, revision = ?, expires_at = ?, crc = ? WHERE tenant = ? AND kind = ? AND key = ? AND revision = ?',
      ),
      remove: db.prepare('DELETE FROM entries WHERE tenant = ? AND kind = ? AND key = ?'),
    };
  }

  apply(request: PrivateRequest): boolean {
    const { tenant, kind, key, now } = request;
    this.sql.expire.run(now);
    if (request.do === 'delete') return this.sql.remove.run(tenant, kind, key).changes === 1;
    const { last } = this.sql.revision.get() as { last: number };
    const { value, expiresAt } = request;
    const crc = entryCheck(tenant, kind, key, value, last, expiresAt);
    const { changes } =
      request.do === 'create'
        ? this.sql.create.run(tenant, kind, key, value, last, expiresAt, crc)
        : this.sql.replace.run(value, last, expiresAt, crc, tenant, kind, key, request.revision);
    return changes === 1;
  }

  forget(): void {}
}

export const privateWriter = {
  schema: SCHEMA,
  group: (db: DatabaseSync) => new GroupCommit<PrivateRequest, boolean>(db, new PrivateEngine(db)),
};
