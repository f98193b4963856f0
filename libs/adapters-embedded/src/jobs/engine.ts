import type { DatabaseSync } from 'node:sqlite';
import { GroupCommit, type Engine } from '../engine';

/** A done job keeps its row without data: the key is never used again. `due`: at, or the next try. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS jobs (
  queue TEXT NOT NULL, tenant TEXT NOT NULL, key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
  at INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, error TEXT, data TEXT,
  PRIMARY KEY (queue, tenant, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (queue, state, due);
`;

type Which = Readonly<{ queue: string; tenant: string; key: string }>;
export type JobsRequest =
  | (Which & { do: 'schedule'; at: number; data: string })
  | (Which & { do: 'cancel' })
  | (Which & { do: 'done' })
  | (Which & { do: 'retry'; at: number })
  /** `retryAt` null: kept as failed. */
  | (Which & { do: 'failed'; error: string; retryAt: number | null });

class JobsEngine implements Engine<JobsRequest, boolean> {
  private readonly sql;

  constructor(db: DatabaseSync) {
    const one = 'WHERE queue = ? AND tenant = ? AND key = ?';
    this.sql = {
      schedule: db.prepare(
        "INSERT OR IGNORE INTO jobs (queue, tenant, key, state, at, due, data) VALUES (?, ?, ?, 'waiting', ?, ?, ?)",
      ),
      cancel: db.prepare(`DELETE FROM jobs ${one} AND state = 'waiting'`),
      done: db.prepare(`UPDATE jobs SET state = 'done', data = NULL, error = NULL ${one}`),
      again: db.prepare(`UPDATE jobs SET attempts = attempts + 1, error = ?, due = ? ${one}`),
      fail: db.prepare(`UPDATE jobs SET attempts = attempts + 1, error = ?, state = 'failed' ${one}`),
      retry: db.prepare(`UPDATE jobs SET attempts = 0, due = ?, state = 'waiting' ${one} AND state = 'failed'`),
    };
  }

  apply(request: JobsRequest): boolean {
    return this.statement(request).changes === 1;
  }

  forget(): void {}

  private statement(request: JobsRequest) {
    const { queue, tenant, key } = request;
    switch (request.do) {
      case 'schedule':
        return this.sql.schedule.run(queue, tenant, key, request.at, request.at, request.data);
      case 'cancel':
        return this.sql.cancel.run(queue, tenant, key);
      case 'done':
        return this.sql.done.run(queue, tenant, key);
      case 'failed':
        return request.retryAt === null
          ? this.sql.fail.run(request.error, queue, tenant, key)
          : this.sql.again.run(request.error, request.retryAt, queue, tenant, key);
      case 'retry':
        return this.sql.retry.run(request.at, queue, tenant, key);
    }
  }
}

export const jobsWriter = {
  schema: SCHEMA,
  group: (db: DatabaseSync) => new GroupCommit<JobsRequest, boolean>(db, new JobsEngine(db)),
};
