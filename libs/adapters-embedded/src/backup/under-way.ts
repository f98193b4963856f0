import { readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeWhole } from '../write-whole';
import { isThere, removePartial, type Mark } from './partial';

/**
 * Paths of what a death left half done: removed now, or perhaps still there because its place could not be reached or
 * what lies there does not bear its mark, named until it is gone or somebody deletes `backups-under-way.json`.
 */
export type BrokenOff = Readonly<{ removed: readonly string[]; left: readonly string[] }>;

/**
 * The data folder names the backups that are being made of it, so that whoever opens it next finds what a death left,
 * wherever that is. The note goes with a copy of the folder, so it is believed only where the mark says the same.
 */
const fileIn = (folder: string): string => join(folder, 'backups-under-way.json');

/** `place`: of the folder it lies in; null: unknown. `id`: see Mark; older programs noted none. */
type Noted = Readonly<{ partial: string; place: string | null; id?: string }>;

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
function isGone({ partial, place }: Noted): boolean {
  try {
    return place !== null && placeOf(partial) === place && !isThere(partial);
  } catch {
    return false; // its disk does not say
  }
}

/**
 * Call it when the folder it is to lie in is there. A full disk must not keep a backup to another one from being made:
 * then a death leaves what nobody names.
 */
export function begun(folder: string, partial: string, id: string): void {
  attemptToWrite(folder, [...read(folder), { partial, place: placeOf(partial), id }]);
}

/** It has its name. */
export function ended(folder: string, partial: string): void {
  attemptToWrite(
    folder,
    read(folder).filter((noted) => noted.partial !== partial),
  );
}

/** It failed: its disk may be away, and half of it on it. */
export function brokeOff(folder: string, partial: string, mark: Mark): void {
  removePartial(partial, mark);
  const others = read(folder).filter((noted) => noted.partial !== partial || !isGone(noted));
  attemptToWrite(folder, others);
}

/** Call it with the folder locked, when none is being made. What is not marked as it was noted is not touched. */
export function removeBrokenOff(folder: string, installation: string): BrokenOff {
  const all = read(folder);
  const [removed, left]: [string[], Noted[]] = [[], []];
  for (const noted of all) {
    const { partial, id = '' } = noted;
    if (removePartial(partial, { installation, id })) removed.push(partial);
    else if (!isGone(noted)) left.push(noted);
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
  typeof one?.partial === 'string' &&
  (one.place === null || typeof one.place === 'string') &&
  (one.id === undefined || typeof one.id === 'string');

/** What can't be written is looked at again at the next start. */
function attemptToWrite(folder: string, noted: readonly Noted[]): void {
  try {
    if (noted.length > 0) writeWhole(fileIn(folder), JSON.stringify(noted));
    else rmSync(fileIn(folder), { force: true });
  } catch {
    // see above
  }
}
