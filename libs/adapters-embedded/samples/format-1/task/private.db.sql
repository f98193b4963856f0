BEGIN;
CREATE TABLE entries (
  tenant TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL, expires_at INTEGER,
  PRIMARY KEY (tenant, kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO "entries" VALUES ('red', 'account', 'li', '{"kind":"account","内容":"只给自己看"}', 1, NULL);
INSERT INTO "entries" VALUES ('red', 'draft', 'li', '{"changed":true}', 3, NULL);
CREATE TABLE revisions (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
INSERT INTO "revisions" VALUES (1, 3);
CREATE INDEX entries_expiring ON entries (expires_at) WHERE expires_at IS NOT NULL;
COMMIT;
