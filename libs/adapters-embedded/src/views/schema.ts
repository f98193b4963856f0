/**
 * A service's views. A scope is one tenant's part of one generation of one view, and its number leads every key: so a
 * switch only moves scopes from one generation to another, and what it replaces is `dead` and removed afterwards in
 * small steps.
 */
export const VIEWS_SCHEMA = `
CREATE TABLE IF NOT EXISTS live (view TEXT PRIMARY KEY, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS scopes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, view TEXT NOT NULL, generation INTEGER NOT NULL, tenant TEXT NOT NULL,
  UNIQUE (view, generation, tenant)
) STRICT;
CREATE TABLE IF NOT EXISTS dead (scope INTEGER PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS positions (
  view TEXT NOT NULL, generation INTEGER NOT NULL, topic TEXT NOT NULL, "partition" INTEGER NOT NULL, next INTEGER NOT NULL,
  PRIMARY KEY (view, generation, topic, "partition")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
  scope INTEGER NOT NULL, id TEXT NOT NULL,
  keys TEXT NOT NULL,  -- what stands in entries for it: JSON, sorted
  body TEXT NOT NULL, PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
  scope INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (scope, name, value, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counters (
  scope INTEGER NOT NULL, grp TEXT NOT NULL, key TEXT NOT NULL, day TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
  PRIMARY KEY (scope, grp, key, day, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS counters_of_zero ON counters (value) WHERE value = 0;
-- How often a scope's documents or counters were changed, and on which of those changes each day was counted on last.
CREATE TABLE IF NOT EXISTS stamps (scope INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS counted_days (
  scope INTEGER NOT NULL, day TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (scope, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (
  scope INTEGER NOT NULL, topic TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (scope, topic, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parked (
  scope INTEGER NOT NULL, topic TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL,
  reason TEXT NOT NULL, attempts INTEGER NOT NULL, parked_at TEXT NOT NULL, PRIMARY KEY (scope, topic, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parked_events (
  scope INTEGER NOT NULL, topic TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, event TEXT NOT NULL,
  PRIMARY KEY (scope, topic, stream, version)
) STRICT, WITHOUT ROWID;
`;

/** Tables whose rows belong to a scope. */
export const SCOPED = [
  'documents',
  'entries',
  'counters',
  'stamps',
  'counted_days',
  'seen',
  'parked',
  'parked_events',
] as const;
