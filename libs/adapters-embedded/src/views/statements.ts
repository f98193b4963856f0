import type { DatabaseSync } from 'node:sqlite';

/** What is asked of a views file. Rows of counters and stamps come as arrays. */
export function statementsOf(db: DatabaseSync) {
  const stream = 'WHERE scope = ? AND topic = ? AND stream = ?';
  const sql = {
    live: db.prepare('SELECT generation FROM live WHERE view = ?'),
    body: db.prepare('SELECT body FROM documents WHERE scope = ? AND id = ?'),
    all: db.prepare('SELECT id, body FROM documents WHERE scope = ? AND id > ? ORDER BY id LIMIT ?'),
    byIndex: db.prepare(
      `SELECT d.id, d.body FROM entries e JOIN documents d ON d.scope = e.scope AND d.id = e.id
       WHERE e.scope = ? AND e.name = ? AND e.value = ? AND e.id > ? ORDER BY e.id LIMIT ?`,
    ),
    sum: db.prepare(
      `SELECT key, name, sum(value) AS value FROM counters
       WHERE scope = ? AND grp = ? AND key >= ? AND key < ? AND day <= ? GROUP BY key, name HAVING sum(value) <> 0 ORDER BY key, name`,
    ),
    stamp: db.prepare('SELECT n FROM stamps WHERE scope = ?'),
    stamps: db.prepare(
      `SELECT s.tenant, s.id || '.' || t.n FROM scopes s JOIN stamps t ON t.scope = s.id
       WHERE s.view = ? AND s.generation = ?`,
    ),
    countedSince: db.prepare('SELECT day FROM counted_days WHERE scope = ? AND n > ? ORDER BY day'),
    differences: db.prepare(
      'SELECT key, day, name, value FROM counters WHERE scope = ? AND grp = ? AND key >= ? AND key < ? ORDER BY key, day, name',
    ),
    // From key to key, and in each to the day: most of a long history is skipped.
    recent: db.prepare(
      `WITH RECURSIVE k (key) AS (
         SELECT min(key) FROM counters WHERE scope = ?1 AND grp = ?2 AND key >= ?3 AND key < ?4
         UNION ALL
         SELECT (SELECT min(c.key) FROM counters c WHERE c.scope = ?1 AND c.grp = ?2 AND c.key > k.key AND c.key < ?4)
         FROM k WHERE k.key IS NOT NULL)
       SELECT c.key, c.day, c.name, c.value FROM k CROSS JOIN counters c
       WHERE c.scope = ?1 AND c.grp = ?2 AND c.key = k.key AND c.day >= ?5 ORDER BY c.key, c.day, c.name`,
    ),
    positions: db.prepare(
      'SELECT topic, "partition", next FROM positions WHERE view = ? AND generation = ? ORDER BY topic, "partition"',
    ),
    seen: db.prepare(`SELECT version FROM seen ${stream}`),
    parked: db.prepare(
      `SELECT p.topic, s.tenant, p.stream, p.version, p.reason, p.attempts, p.parked_at AS parkedAt
       FROM parked p JOIN scopes s ON s.id = p.scope WHERE s.view = ? AND s.generation = ? ORDER BY p.topic, s.tenant, p.stream`,
    ),
    parkedEvents: db.prepare(`SELECT event FROM parked_events ${stream} ORDER BY version`),
  };
  sql.sum.setReturnArrays(true);
  sql.stamps.setReturnArrays(true);
  sql.differences.setReturnArrays(true);
  sql.recent.setReturnArrays(true);
  return sql;
}
