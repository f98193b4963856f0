import { DatabaseSync } from 'node:sqlite';
import { SCOPED } from '../views/schema';

const STAYS = "view LIKE 'workflow:%' OR view LIKE 'schedule:%'";

/**
 * Empties every view of a file that nobody has open, and leaves workflows and schedules where they stand: views are made again
 * from the events at the next start, and show only what the keys that are left still open. Schedules hold ids only.
 */
export function stripViews(path: string): void {
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA secure_delete = ON; BEGIN');
    // A file of an older format may not have every table yet.
    const there = new Set(
      db
        .prepare('SELECT name FROM sqlite_schema')
        .all()
        .map(({ name }) => name),
    );
    for (const table of SCOPED.filter((name) => there.has(name)))
      db.exec(`DELETE FROM ${table} WHERE scope NOT IN (SELECT id FROM scopes WHERE ${STAYS})`);
    for (const table of ['positions', 'live', 'scopes']) db.exec(`DELETE FROM ${table} WHERE NOT (${STAYS})`);
    db.exec('DELETE FROM dead; COMMIT');
    db.exec('VACUUM');
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}
