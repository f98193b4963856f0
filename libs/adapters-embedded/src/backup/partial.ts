import { StorageUnavailable } from '@chuangwen/kernel';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { holding } from '../folder';
import { syncNames } from '../write-whole';

/** Whose half of a backup a folder is. `id`: of this one backup. */
export type Mark = Readonly<{ installation: string; id: string }>;

/** Where a backup is being made; `id` is random, so nobody else makes one there. */
export const partialOf = (target: string, id: string): string => `${resolve(target)}.partial-${id}`;

const FILE = 'backup-under-way.json';

/** Something is there, be it a link to nowhere. */
export const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Makes the folder, where nothing may be, and marks it. Held by a lock of the kernel until `release`, so that others see
 * whether it is still being written; it is held before it is marked, so what is marked and not held is nobody's work.
 */
export function makePartial(partial: string, mark: Mark): () => void {
  mkdirSync(partial, { mode: 0o700 });
  try {
    return holding(partial, (release) => {
      writeFileSync(join(partial, FILE), JSON.stringify(mark), { flag: 'wx' });
      return release;
    });
  } catch (error) {
    rmSync(partial, { recursive: true, force: true }); // made a moment ago, above
    throw error;
  }
}

/**
 * Gives it its name, under which it is held and marked no more. Throws what the system says where something is there, and
 * StorageUnavailable when this is not the folder that was made, as when its disk was taken away.
 */
export function nameIt(partial: string, target: string, { id }: Mark, release: () => void): void {
  if (markOf(partial)?.id !== id) throw new StorageUnavailable('io');
  // Windows moves nothing that is open; elsewhere it is held until it has its name.
  if (process.platform === 'win32') release();
  renameSync(partial, target);
  syncNames(dirname(target));
  for (const file of [FILE, 'lock.db', 'lock.db-journal']) rmSync(join(target, file), { force: true });
}

/**
 * Removes what was left half done: only what bears the mark of this installation (of this backup, where `id` is given)
 * and is being written by nobody. `false`: it is not, and was left as it is.
 */
export function removePartial(partial: string, { installation, id }: Readonly<{ installation: string; id?: string }>) {
  const mark = markOf(partial);
  if (mark?.installation !== installation || (id !== undefined && mark.id !== id)) return false;
  try {
    holding(partial, (release) => release());
    rmSync(partial, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

function markOf(partial: string): Partial<Mark> | null {
  try {
    return JSON.parse(readFileSync(join(partial, FILE), 'utf8')) as Partial<Mark> | null;
  } catch {
    return null;
  }
}
