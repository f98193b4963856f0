import type { ViewRef } from '@chuangwen/ports';
import { setImmediate } from 'node:timers/promises';
import { openReader } from '../sqlite';

/** What a build is: its offsets and how often something was tried are not part of it. */
const PARTS = [
  ['document', 'id, keys, body', 'documents', 'id'],
  ['entry', 'name, value, id', 'entries', 'name, value, id'],
  ['counter', 'grp, key, day, name, value', 'counters', 'grp, key, day, name'],
  ['seen', 'topic, stream, version', 'seen', 'topic, stream'],
  ['parked', 'topic, stream, version', 'parked', 'topic, stream'],
  ['parked event', 'topic, stream, version, event', 'parked_events', 'topic, stream, version'],
] as const;

/** Rows between two breaths of the main thread. */
const BREATH = 500;

/** A line of JSON per row, of one unchanging state of the file. */
export async function* dump(path: string, { view, generation }: ViewRef, tenant?: string): AsyncGenerator<string> {
  const db = openReader(path);
  try {
    db.exec('BEGIN');
    const scopes = db
      .prepare(
        'SELECT id, tenant FROM scopes WHERE view = ? AND generation = ? AND tenant = coalesce(?, tenant) ORDER BY tenant',
      )
      .all(view, generation, tenant ?? null) as { id: number; tenant: string }[];
    let lines = 0;
    for (const scope of scopes) {
      for (const [part, columns, table, order] of PARTS) {
        const rows = db.prepare(`SELECT ${columns} FROM ${table} WHERE scope = ? ORDER BY ${order}`);
        rows.setReturnArrays(true);
        for (const row of rows.iterate(scope.id)) {
          yield JSON.stringify([part, scope.tenant, ...(row as unknown as unknown[])]);
          if ((lines += 1) % BREATH === 0) await setImmediate();
        }
      }
    }
  } finally {
    db.close();
  }
}
