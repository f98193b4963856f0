import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A data folder as text that can be reviewed and never changes: databases as SQL, the rest as it is. */
export function freeze(folder: string, into: string): void {
  for (const name of globSync('**/*.db', { cwd: folder })) {
    if (name === 'lock.db') continue;
    const file = join(into, `${name}.sql`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, sqlOf(join(folder, name)));
  }
  for (const name of ['format.json', 'blobs']) cpSync(join(folder, name), join(into, name), { recursive: true });
}

/** The folder again, byte for byte in what its databases hold. */
export function thaw(frozen: string, folder: string): void {
  for (const name of globSync('**/*.sql', { cwd: frozen })) {
    const file = join(folder, name.replace(/\.sql$/, ''));
    mkdirSync(dirname(file), { recursive: true });
    const db = new DatabaseSync(file);
    db.exec('PRAGMA journal_mode = WAL');
    db.exec(readFileSync(join(frozen, name), 'utf8'));
    db.close();
  }
  for (const name of ['format.json', 'blobs']) cpSync(join(frozen, name), join(folder, name), { recursive: true });
}

function sqlOf(path: string): string {
  const db = new DatabaseSync(path, { readOnly: true });
  const lines = ['BEGIN;'];
  const made = db.prepare(
    "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'sqlite_sequence' ORDER BY type DESC, name",
  );
  for (const { name, type, sql } of made.all() as { name: string; type: string; sql: string }[]) {
    lines.push(`${sql};`);
    if (type !== 'table') continue;
    const columns = (db.prepare(`PRAGMA table_info("${name}")`).all() as { name: string }[]).map(
      (c) => `quote("${c.name}")`,
    );
    const rows = db.prepare(`SELECT concat_ws(', ', ${columns.join(', ')}) AS row FROM "${name}"`);
    for (const { row } of rows.all() as { row: string }[]) lines.push(`INSERT INTO "${name}" VALUES (${row});`);
  }
  db.close();
  return `${[...lines, 'COMMIT;'].join('\n')}\n`;
}
