import { cpSync, globSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { operate, Platform } from '@chuangwen/standalone';

/** One way in which a disk may lie. */
export type Harm = Readonly<{ file: string; how: 'flip' | 'tear' | 'rubbish' | 'cut'; at: number }>;

const SECTOR = 512;
const PAGE = 4096;

/** Files of a folder that hold something. */
export const filesOf = (folder: string): string[] =>
  globSync(['**/*.db', '**/*.db-wal', 'blobs/**/*', 'seals/*', 'format.json'], { cwd: folder })
    .filter(
      (name) => name !== 'lock.db' && statSync(join(folder, name)).isFile() && statSync(join(folder, name)).size > 0,
    )
    .sort();

export function doHarm(folder: string, { file, how, at }: Harm): void {
  const path = join(folder, file);
  if (how === 'cut') return truncateSync(path, at);
  const bytes = readFileSync(path);
  if (how === 'flip') bytes[at]! ^= 1 << (at % 8);
  if (how === 'tear') bytes.fill(0, at - (at % SECTOR), Math.min(bytes.length, at - (at % SECTOR) + SECTOR));
  if (how === 'rubbish') bytes.fill(0xa5, at - (at % PAGE), Math.min(bytes.length, at - (at % PAGE) + PAGE));
  writeFileSync(path, bytes);
}

export const someHarm = (folder: string, dice: (below: number) => number, among = filesOf(folder)): Harm => {
  const file = among[dice(among.length)]!;
  const how = (['flip', 'flip', 'flip', 'tear', 'rubbish', 'cut'] as const)[dice(6)]!;
  return { file, how, at: dice(statSync(join(folder, file)).size) };
};

/** What the platform says of a folder: why it refuses it, or what verify finds; nothing when all is well. */
export async function complaints(folder: string): Promise<string[]> {
  let platform: Platform;
  try {
    platform = await Platform.open(folder, { atRest: true });
  } catch (error) {
    return [(error as Error).message];
  }
  const found: string[] = [];
  try {
    for await (const { ok, text } of operate(platform, { name: 'verify' })) if (!ok) found.push(text);
  } finally {
    await platform.close();
  }
  return found;
}

/** Tables that may read otherwise and still mean the same: where to read on from, counters of numbers already given. */
const MEANS_NOTHING = new Set(['positions', 'revisions', 'sqlite_sequence', 'dead', 'sqlite_stat1']);

/** Every row of every database, file by file, as one that knows nothing of the platform reads them. */
export function contentOf(folder: string): Map<string, ReadonlySet<string>> {
  const content = new Map<string, ReadonlySet<string>>();
  for (const file of globSync('{keys.db,*/{events,private,views,jobs}.db}', { cwd: folder })) {
    const db = new DatabaseSync(join(folder, file));
    const rows = new Set<string>();
    try {
      const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
      for (const { name } of tables.filter(({ name }) => !MEANS_NOTHING.has(name))) {
        const columns = (db.prepare(`PRAGMA table_info("${name}")`).all() as { name: string }[]).map(
          (column) => `quote("${column.name}")`,
        );
        for (const row of db.prepare(`SELECT ${columns.join(" || ' ' || ")} AS row FROM "${name}"`).iterate())
          rows.add(`${name} ${String((row as { row: unknown }).row)}`);
      }
    } finally {
      db.close();
    }
    content.set(file, rows);
  }
  for (const file of globSync('blobs/*/*/*/*', { cwd: folder }))
    content.set(file, new Set([readFileSync(join(folder, file)).toString('hex')]));
  return content;
}

/** Rows that are not what they were: changed ones and new ones; and how many are gone. */
export function difference(before: ReturnType<typeof contentOf>, after: ReturnType<typeof contentOf>) {
  const changed: string[] = [];
  let gone = 0;
  for (const [file, rows] of before) {
    const now = after.get(file) ?? new Set();
    for (const row of rows) if (!now.has(row)) gone += 1;
    for (const row of now) if (!rows.has(row)) changed.push(`${file} ${row.slice(0, 80)}`);
  }
  return { changed, gone };
}

export const copyOf = (folder: string, to: string): string => {
  cpSync(folder, to, { recursive: true, filter: (name) => !/control\.sock$|lock\.(db|json)$|-shm$/.test(name) });
  return to;
};
