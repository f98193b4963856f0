import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, openSync, fsyncSync, closeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { attempt } from './sqlite';

/** The layout of a data folder that this program reads and writes. */
export const FORMAT = 1;

/** Another process has the folder open. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  constructor(
    readonly folder: string,
    readonly pid: number | null,
    host: string,
    since: string,
  ) {
    super(`The data folder ${folder} is in use by process ${pid ?? '(unknown)'} on ${host} since ${since}`);
  }
}

/** The folder was written by a newer program. */
export class DataFolderTooNew extends Error {
  override readonly name = 'DataFolderTooNew';
  constructor(folder: string, format: number) {
    super(`The data folder ${folder} has format ${format}; this program knows ${FORMAT}. Use the newer program`);
  }
}

/** The folder's own description cannot be read. */
export class DataFolderDamaged extends Error {
  override readonly name = 'DataFolderDamaged';
  constructor(folder: string, what: string, options?: ErrorOptions) {
    super(`The data folder ${folder} is damaged: ${what}`, options);
  }
}

type Holder = Readonly<{ pid: number; host: string; since: string }>;

/**
 * Takes the folder for this process: makes it when absent, checks its format, holds its lock. The lock is SQLite's own
 * on `lock.db` (a lock of the kernel, so it goes with the process however that ends); who holds it is written beside
 * it, because a file that is locked so cannot be read. Don't open lock.db otherwise: closing it would give the lock up.
 */
export function takeFolder(folder: string): { release(): void } {
  attempt(folder, () => mkdirSync(folder, { recursive: true }));
  const holderFile = join(folder, 'lock.json');
  const lock = lockFolder(folder, holderFile);
  try {
    checkFormat(folder);
    const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
    attempt(folder, () => writeWhole(holderFile, JSON.stringify(holder)));
  } catch (error) {
    lock.close();
    throw error;
  }
  return {
    release: () => {
      rmSync(holderFile, { force: true });
      lock.close();
    },
  };
}

function lockFolder(folder: string, holderFile: string): DatabaseSync {
  return attempt(folder, () => {
    const lock = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA user_version = 1; COMMIT');
      return lock;
    } catch (error) {
      lock.close();
      if ((error as { errcode?: number }).errcode !== 5) throw error; // SQLITE_BUSY
      const { pid = null, host = '(unknown)', since = '(unknown)' } = readHolder(holderFile);
      throw new DataFolderInUse(folder, pid, host, since);
    }
  });
}

function readHolder(file: string): Partial<Holder> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return {};
  }
}

function checkFormat(folder: string): void {
  const file = join(folder, 'format.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    attempt(folder, () => writeWhole(file, `${JSON.stringify({ format: FORMAT })}\n`));
    return;
  }
  let format: unknown;
  try {
    ({ format } = JSON.parse(text) as { format?: unknown });
  } catch (error) {
    throw new DataFolderDamaged(folder, 'format.json is no JSON', { cause: error });
  }
  if (!Number.isInteger(format)) throw new DataFolderDamaged(folder, 'format.json names no format');
  if ((format as number) > FORMAT) throw new DataFolderTooNew(folder, format as number);
}

/** Whole or not at all, also when the power goes. */
function writeWhole(file: string, text: string): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, text);
  const fd = openSync(temporary, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, file);
}
