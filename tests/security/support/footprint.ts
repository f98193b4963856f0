import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Views follow events by themselves, and a lock is no data. */
const NOT_COUNTED = ['views.db', 'lock.db'];

/**
 * What a data folder holds, counted row by row past every door of the program: an event, a receipt, a key, a reserved login,
 * a file that a refused request leaves behind shows here. Tries to sign in are counted by the program itself, on purpose.
 */
export class Footprint {
  private readonly databases = new Map<string, DatabaseSync>();

  constructor(private readonly folder: string) {}

  /** `SERVICE/FILE.db TABLE: rows`, and one line for the files. */
  take(): string[] {
    const lines = filesIn(this.folder, '.db').flatMap((file) => this.rowsOf(file));
    return [...lines, `blobs: ${filesIn(join(this.folder, 'blobs'), '').length}`];
  }

  /** Names of the events of a tenant's streams, as `SERVICE STREAM VERSION`. */
  streamsOf(tenant: string): string[] {
    const logs = filesIn(this.folder, 'events.db');
    return logs.flatMap((file) =>
      this.open(file)
        .prepare(
          'SELECT s.name AS name, max(e.version) AS version FROM streams s JOIN events e ON e.stream = s.id WHERE s.tenant = ? GROUP BY s.id ORDER BY s.name',
        )
        .all(tenant)
        .map((row) => `${file} ${String(row['name'])} ${String(row['version'])}`),
    );
  }

  close(): void {
    for (const database of this.databases.values()) database.close();
    this.databases.clear();
  }

  private rowsOf(file: string): string[] {
    const database = this.open(file);
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    return tables.map(({ name }) => {
      const only = name === 'entries' ? "WHERE kind <> 'sign-in-tries'" : '';
      const { rows } = database.prepare(`SELECT count(*) AS rows FROM "${String(name)}" ${only}`).get() ?? {};
      return `${file} ${String(name)}: ${String(rows)}`;
    });
  }

  private open(file: string): DatabaseSync {
    const known = this.databases.get(file) ?? new DatabaseSync(join(this.folder, file), { readOnly: true });
    this.databases.set(file, known);
    return known;
  }
}

/** Paths below the folder of files whose names end so. */
export function filesIn(folder: string, end: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end) && !NOT_COUNTED.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
