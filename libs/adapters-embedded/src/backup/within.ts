import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Whether a path is a folder or lies in it. Links are followed as far as the way exists. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(real(folder), real(path));
  return way === '' || (!isAbsolute(way) && way.split(sep)[0] !== '..');
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(resolve(path));
    return above === resolve(path) ? above : join(real(above), basename(path));
  }
}
