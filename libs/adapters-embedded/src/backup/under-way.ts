import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeWhole } from '../write-whole';

/** A backup that is being made. */
export const partialOf = (target: string): string => `${resolve(target)}.partial`;

/**
 * Paths of what a death left half done: removed now, or perhaps still there because its place could not be reached, named
 * until it can be or somebody deletes `backups-under-way.json`.
 */
export type BrokenOff = Readonly<{ removed: readonly string[]; left: readonly string[] }>;

/**
 * The data folder names the backups that are being made of it, so that whoever opens it next finds what a death left,
 * wherever that is.
 */
const fileIn = (folder: string): string => join(folder, 'backups-under-way.json');

/** `place`: of the folder it lies in; null: unknown. */
type Noted = Readonly<{ partial: string; place: string | null }>;

/** Which folder this is, whatever its name: a disk that is taken away leaves an empty one of the same name. */
function placeOf(partial: string): string | null {
  try {
    const { dev, ino } = statSync(dirname(partial), { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}

/** Nothing is there, where it was. */
const isGone = ({ partial, place }: Noted): boolean =>
  place !== null && placeOf(partial) === place && !existsSync(partial);

/**
 * Call it when the folder it is to lie in is there. A full disk must not keep a backup to another one from being made:
 * then a death leaves what nobody names.
 */
export function begun(folder: string, partial: string): void {
  const before = read(folder).filter((noted) => noted.partial !== partial || !isGone(noted));
  attemptToWrite(folder, [...before, { partial, place: placeOf(partial) }]);
}

/** It has its name. */
export function ended(folder: string, partial: string): void {
  const place = placeOf(partial);
  const others = read(folder).filter((noted) => noted.partial !== partial || noted.place !== place);
  attemptToWrite(folder, others);
}

/** It failed: its disk may be away, and half of it on it. */
export function brokeOff(folder: string, partial: string): void {
  try {
    rmSync(partial, { recursive: true, force: true });
  } catch {
    // Then it is there, and stays named.
  }
  const others = read(folder).filter((noted) => noted.partial !== partial || !isGone(noted));
  attemptToWrite(folder, others);
}

/** Call it with the folder locked, when none is being made. A folder of another name is not touched. */
export function removeBrokenOff(folder: string): BrokenOff {
  const all = read(folder).filter(({ partial }) => partial.endsWith('.partial'));
  const [removed, left]: [string[], Noted[]] = [[], []];
  for (const noted of all) {
    try {
      if (existsSync(noted.partial)) {
        rmSync(noted.partial, { recursive: true });
        removed.push(noted.partial);
      } else if (!isGone(noted)) left.push(noted);
    } catch {
      left.push(noted);
    }
  }
  if (all.length > left.length) attemptToWrite(folder, left);
  return { removed, left: left.map(({ partial }) => partial) };
}

function read(folder: string): Noted[] {
  try {
    const noted: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    return Array.isArray(noted) ? noted.filter(isNoted) : [];
  } catch {
    return [];
  }
}

const isNoted = (one: Partial<Noted> | null): one is Noted =>
  typeof one?.partial === 'string' && (one.place === null || typeof one.place === 'string');

/** What can't be written is looked at again at the next start. */
function attemptToWrite(folder: string, noted: readonly Noted[]): void {
  try {
    if (noted.length > 0) writeWhole(fileIn(folder), JSON.stringify(noted));
    else rmSync(fileIn(folder), { force: true });
  } catch {
    // see above
  }
}
