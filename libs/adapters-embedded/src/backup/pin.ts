import { DatabaseSync } from 'node:sqlite';

/** Waits so long for one commit (ms). */
const PATIENCE = 60_000;

export type Pinned = Readonly<{ name: string; db: DatabaseSync }>;

/**
 * Reading transactions on several files that all show the same instant. For it every file's write lock is held at once:
 * those of views, whose commits may take a while, are taken first, those of events last, so that a command waits for no
 * more than a few short statements. `held`: how long it waited (ms).
 */
export function pin(files: readonly Readonly<{ name: string; path: string }>[]): { pinned: Pinned[]; held: number } {
  const pinned = files.map(({ name, path }) => ({
    name,
    db: new DatabaseSync(path, { readOnly: true, timeout: PATIENCE }),
  }));
  const locks = files.map(({ path }) => new DatabaseSync(path, { timeout: PATIENCE }));
  try {
    let began = performance.now();
    for (const [at, lock] of locks.entries()) {
      lock.exec('BEGIN IMMEDIATE');
      if (files[at]!.path.endsWith('events.db') && !files[at - 1]?.path.endsWith('events.db'))
        began = performance.now();
    }
    for (const { db } of pinned) {
      db.exec('BEGIN');
      db.prepare('SELECT count(*) FROM sqlite_schema').get(); // the first read is what fixes the state
    }
    for (const lock of locks) lock.exec('ROLLBACK');
    return { pinned, held: performance.now() - began };
  } catch (error) {
    for (const { db } of pinned) db.close();
    throw error;
  } finally {
    for (const lock of locks) lock.close();
  }
}
