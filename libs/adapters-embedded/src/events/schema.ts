/**
 * One service's events. Compact, because it is kept for ever: ids are 16 bytes, hashes 32, what recurs is a number in
 * `words`, and one blob holds all that is binary (one value to fetch per row instead of seven).
 * `position` has no gaps: one writer at a time, nothing is ever deleted. It is the feed's offset + 1.
 */
export const EVENTS_SCHEMA = `
CREATE TABLE IF NOT EXISTS words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS streams (
  id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (tenant, name)
) STRICT;
CREATE TABLE IF NOT EXISTS events (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  kind INTEGER NOT NULL,      -- word: [type, schema version, origin], and true where it was adopted
  audience INTEGER NOT NULL,  -- word: list of tenants
  actor INTEGER NOT NULL,     -- word: the actor
  recorded_at INTEGER NOT NULL,
  effective_on TEXT,
  odd_ids TEXT,               -- the four ids, where they are not plain UUIDs
  body BLOB NOT NULL          -- id, command, correlation, causation, previous hash, hash, data
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS events_of_stream ON events (stream, version);
CREATE TABLE IF NOT EXISTS receipts (
  id INTEGER PRIMARY KEY, "lookup" INTEGER NOT NULL, command BLOB NOT NULL, tenant INTEGER NOT NULL, actor INTEGER NOT NULL,
  body_hash BLOB NOT NULL, answer TEXT NOT NULL,
  crc INTEGER NOT NULL        -- of the row: receipts and snapshots stand in no chain
) STRICT;
-- Small entries, because random ids (UUIDv4, v5) write another page of this index each time; UUIDv7 don't.
CREATE INDEX IF NOT EXISTS receipts_lookup ON receipts ("lookup");
CREATE TABLE IF NOT EXISTS snapshots (
  stream INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, state BLOB NOT NULL, crc INTEGER NOT NULL,
  PRIMARY KEY (stream, kind)
) STRICT;
`;
