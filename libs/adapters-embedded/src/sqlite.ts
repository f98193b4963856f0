import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StorageUnavailable } from '@chuangwen/kernel';

/** A file is read and written as what it is; each kind has one schema and one engine that writes it. */
export type FileKind = 'events' | 'views' | 'private' | 'jobs' | 'keys';

/** How much a commit waits for: FULL until the disk has it, NORMAL until the kernel has it (whole commits either way). */
export type Sync = 'NORMAL' | 'FULL';

/** Waits for another writer this long (ms). There is only one per file, and a second process is refused, so it is a net. */
const BUSY_TIMEOUT = 5000;

/**
 * A WAL that grows costs a commit half as much time again (the file system writes down its new size); one that is
 * written over does not. So it begins with this much of zeros, which SQLite reads as no frames.
 */
const WAL_START = 4 * 1024 * 1024;
/**
 * Pages in the WAL at which the writer itself checkpoints. Mostly another thread has done it before (checkpoints.ts);
 * but only a WAL that is wholly in the file is begun anew, and under steady load that thread never quite gets there.
 */
const WAL_PAGES = 4000;

/** `eager`: for a file whose commits are waited for. `cache`: memory for its pages, KB; 2,000 is what SQLite takes by itself. */
export type WriterOptions = Readonly<{ eager?: boolean; cache?: number | undefined }>;

/** The database connection that writes a file. Creates it when absent. */
export function openWriter(path: string, schema: string, sync: Sync, options: WriterOptions = {}): DatabaseSync {
  const { eager = false, cache = 2_000 } = options;
  return attempt(path, () => {
    const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
    // Some builds of SQLite default to NORMAL in WAL mode, so it is always said.
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${sync}; PRAGMA trusted_schema = OFF`);
    db.exec(`PRAGMA cache_size = -${cache}; PRAGMA wal_autocheckpoint = ${WAL_PAGES}`);
    db.exec(schema);
    if (eager) growTo(`${path}-wal`, WAL_START);
    return db;
  });
}

/** Zeros behind what a file holds, on disk. Not where the disk is short of room: it is only for speed. */
function growTo(path: string, size: number): void {
  try {
    const fd = openSync(path, 'r+');
    try {
      const from = fstatSync(fd).size;
      if (from < size) writeSync(fd, Buffer.alloc(size - from), 0, size - from, from);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (refusal(error) === null) throw error;
  }
}

/** A connection that only reads and never waits for a writer (WAL). */
export function openReader(path: string): DatabaseSync {
  return attempt(path, () => new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT }));
}

/** The file is not what this program wrote: refused rather than guessed at. */
export class DataDamaged extends Error {
  override readonly name = 'DataDamaged';
  constructor(
    readonly path: string,
    options?: ErrorOptions,
    what?: string,
  ) {
    super(`${path} is damaged${what === undefined ? '' : ` (${what})`}; restore it from a backup`, options);
  }
}

/** Runs work on a file, and says in our words what the disk refused. */
export function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storageError(error, path);
  }
}

/** StorageUnavailable or DataDamaged when the disk or the file is the reason, else the error itself. */
export function storageError(error: unknown, path: string): unknown {
  const reason = refusal(error);
  if (reason === null) return error;
  return reason === 'damaged'
    ? new DataDamaged(path, { cause: error })
    : new StorageUnavailable(reason, { cause: error });
}

export type Refusal = StorageUnavailable['reason'] | 'damaged';

/** What an error of SQLite or the file system says about the disk; null when it is about something else. */
export function refusal(error: unknown): Refusal | null {
  const { errcode, code } = (error ?? {}) as { errcode?: number; code?: string };
  if (typeof errcode === 'number') return OF_SQLITE[errcode] ?? OF_SQLITE[errcode & 0xff] ?? null;
  return OF_SYSTEM[code ?? ''] ?? null;
}

// https://www.sqlite.org/rescode.html
const OF_SQLITE: Readonly<Record<number, Refusal>> = {
  8: 'read-only', // SQLITE_READONLY
  10: 'io', // SQLITE_IOERR
  11: 'damaged', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'io', // SQLITE_CANTOPEN
  26: 'damaged', // SQLITE_NOTADB
  4874: 'full', // SQLITE_IOERR_SHMSIZE: the shared-memory file cannot grow
};

const OF_SYSTEM: Readonly<Record<string, Refusal>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EIO: 'io',
};
