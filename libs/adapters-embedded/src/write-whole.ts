import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whole or not at all, also when the power goes. */
export function writeWhole(file: string, text: string): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, text);
  syncFile(temporary);
  renameSync(temporary, file);
  syncNames(dirname(file));
}

/** What was written to a file is on disk. */
export const syncFile = (path: string): void => sync(path, 'r+');

/** The names in a folder are on disk when the folder is. Windows has no such call and needs none. */
export function syncNames(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const fd = openSync(path, flags);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
