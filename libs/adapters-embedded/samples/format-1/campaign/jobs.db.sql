BEGIN;
CREATE TABLE jobs (
  queue TEXT NOT NULL, tenant TEXT NOT NULL, key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
  at INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, error TEXT, data TEXT,
  PRIMARY KEY (queue, tenant, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_by_state ON jobs (queue, state, due);
COMMIT;
