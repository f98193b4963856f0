import { killPoint } from '@chuangwen/ports';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncNames, writeWhole } from '../write-whole';

/**
 * Files that take the place of others, as one step: `files` of the folder `take` come into the data folder, those they
 * replace go into the folder `keep`. All names as from the data folder.
 */
export type Switch = Readonly<{ take: string; keep: string; files: readonly string[] }>;

const journalOf = (folder: string) => join(folder, 'switch.json');

/**
 * Renaming several files is no single step, so what is to be done is written down first: from that moment the switch
 * counts as made, and whoever opens the folder next ends it. Before that moment nothing has changed.
 */
export function decideSwitch(folder: string, decided: Switch): void {
  writeWhole(journalOf(folder), JSON.stringify(decided));
  killPoint('switch-decided');
  finishSwitch(folder);
}

/** Ends a switch that was decided; does nothing where there is none. */
export function finishSwitch(folder: string): void {
  if (!existsSync(journalOf(folder))) return;
  const { take, keep, files } = JSON.parse(readFileSync(journalOf(folder), 'utf8')) as Switch;
  for (const file of files) {
    const [fresh, place, kept] = [join(folder, take, file), join(folder, file), join(folder, keep, file)];
    if (!existsSync(fresh)) continue; // this one is done
    mkdirSync(dirname(kept), { recursive: true, mode: 0o700 });
    if (existsSync(place)) renameSync(place, kept);
    killPoint('switch-kept');
    renameSync(fresh, place);
    for (const moved of [kept, place, fresh]) syncNames(dirname(moved));
    killPoint('switch-placed');
  }
  syncNames(folder);
  rmSync(journalOf(folder));
  syncNames(folder);
  rmSync(join(folder, take), { recursive: true, force: true });
}
