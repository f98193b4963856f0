BEGIN;
CREATE TABLE counters (
  scope INTEGER NOT NULL, grp TEXT NOT NULL, key TEXT NOT NULL, day TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
  PRIMARY KEY (scope, grp, key, day, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE dead (scope INTEGER PRIMARY KEY) STRICT;
CREATE TABLE documents (
  scope INTEGER NOT NULL, id TEXT NOT NULL,
  keys TEXT NOT NULL,  -- what stands in entries for it: JSON, sorted
  body TEXT NOT NULL, PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
  scope INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (scope, name, value, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE live (view TEXT PRIMARY KEY, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE parked (
  scope INTEGER NOT NULL, topic TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL,
  reason TEXT NOT NULL, attempts INTEGER NOT NULL, parked_at TEXT NOT NULL, PRIMARY KEY (scope, topic, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE parked_events (
  scope INTEGER NOT NULL, topic TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, event TEXT NOT NULL,
  PRIMARY KEY (scope, topic, stream, version)
) STRICT, WITHOUT ROWID;
CREATE TABLE positions (
  view TEXT NOT NULL, generation INTEGER NOT NULL, topic TEXT NOT NULL, "partition" INTEGER NOT NULL, next INTEGER NOT NULL,
  PRIMARY KEY (view, generation, topic, "partition")
) STRICT, WITHOUT ROWID;
CREATE TABLE scopes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, view TEXT NOT NULL, generation INTEGER NOT NULL, tenant TEXT NOT NULL,
  UNIQUE (view, generation, tenant)
) STRICT;
CREATE TABLE seen (
  scope INTEGER NOT NULL, topic TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (scope, topic, stream)
) STRICT, WITHOUT ROWID;
CREATE INDEX counters_of_zero ON counters (value) WHERE value = 0;
COMMIT;
