import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Manifest } from './manifest';
import { attempt } from './sqlite';
import { finishSwitch } from './upgrade/switch';
import { writeWhole } from './write-whole';

/** Another process has the folder open. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  constructor(
    readonly folder: string,
    readonly pid: number | null,
    host: string,
    readonly since: string,
  ) {
    super(`The data folder ${folder} is in use by process ${pid ?? '(unknown)'} on ${host} since ${since}`);
  }
}

type Holder = Readonly<{ pid: number; host: string; since: string }>;

/**
 * Takes the folder for this process: makes it when absent, ends an upgrade that was decided, checks its format and that no
 * file is lost, holds its lock. The lock is SQLite's own on `lock.db` (a lock of the kernel, so it goes with the process
 * however that ends); who holds it is written beside it, because a file that is locked so cannot be read. Don't open
 * lock.db otherwise: closing it would give the lock up.
 */
export function takeFolder(folder: string): { manifest: Manifest; release(): void } {
  // Keys and credentials lie in it: for its owner alone.
  attempt(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  return holding(folder, (release) => {
    attempt(folder, () => finishSwitch(folder));
    const manifest = new Manifest(folder);
    const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
    attempt(folder, () => writeWhole(holderOf(folder), JSON.stringify(holder)));
    return { manifest, release };
  });
}

const holderOf = (folder: string) => join(folder, 'lock.json');

/** Runs work with the folder locked; the lock is given up by `release`, or when the work throws. */
export function holding<T>(folder: string, work: (release: () => void) => T): T {
  const lock = lockFolder(folder);
  const release = () => {
    rmSync(holderOf(folder), { force: true });
    lock.close();
  };
  try {
    return work(release);
  } catch (error) {
    release();
    throw error;
  }
}

function lockFolder(folder: string): DatabaseSync {
  return attempt(folder, () => {
    const lock = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; PRAGMA user_version = 1; COMMIT');
      return lock;
    } catch (error) {
      lock.close();
      if ((error as { errcode?: number }).errcode !== 5) throw error; // SQLITE_BUSY
      const { pid = null, host = '(unknown)', since = '(unknown)' } = readHolder(holderOf(folder));
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
