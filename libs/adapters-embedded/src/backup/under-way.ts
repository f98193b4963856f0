import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeWhole } from '../write-whole';

/** A backup that is being made. */
export const partialOf = (target: string): string => `${resolve(target)}.partial`;

/** Paths of what a death left half done: removed now, or still there because its place could not be reached. */
export type BrokenOff = Readonly<{ removed: readonly string[]; left: readonly string[] }>;

/**
 * The data folder names the backups that are being made of it, so that whoever opens it next finds what a death left,
 * wherever that is.
 */
const fileIn = (folder: string): string => join(folder, 'backups-under-way.json');

/** A full disk must not keep a backup to another one from being made: then a death leaves what nobody names. */
export function begun(folder: string, partial: string): void {
  try {
    write(folder, [...read(folder), partial]);
  } catch {
    // see above
  }
}

export function ended(folder: string, partial: string): void {
  const others = read(folder).filter((path) => path !== partial);
  try {
    write(folder, others);
  } catch {
    // The next start finds nothing there and forgets it.
  }
}

/** Call it with the folder locked, when none is being made. A folder of another name is not touched. */
export function removeBrokenOff(folder: string): BrokenOff {
  const noted = read(folder).filter((path) => path.endsWith('.partial'));
  const [removed, left]: [string[], string[]] = [[], []];
  for (const path of noted) {
    try {
      // What lies on a disk that is not there now is still to be removed.
      if (!existsSync(dirname(path))) left.push(path);
      else if (existsSync(path)) {
        rmSync(path, { recursive: true });
        removed.push(path);
      }
    } catch {
      left.push(path);
    }
  }
  try {
    if (noted.length > left.length) write(folder, left);
  } catch {
    // Looked at again at the next start.
  }
  return { removed, left };
}

function read(folder: string): string[] {
  try {
    const noted: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    return Array.isArray(noted) ? noted.filter((path) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}

function write(folder: string, noted: readonly string[]): void {
  if (noted.length > 0) writeWhole(fileIn(folder), JSON.stringify(noted));
  else rmSync(fileIn(folder), { force: true });
}
