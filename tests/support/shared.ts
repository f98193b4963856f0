import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(__dirname, '../..', process.env['CHUANGWEN_SHARED'] || '../shared');

/** The folder of real notices and seeds that is not part of the repository; null where it is not on this machine. */
export const sharedFolder: string | null = existsSync(folder) ? folder : null;

/** A group of specs over the shared folder; without it they count as skipped, by name and with the reason. */
export function describeShared(name: string, fn: (folder: string) => void): void {
  if (sharedFolder) describe(name, () => fn(sharedFolder));
  else describe.skip(`${name} [CHUANGWEN_SHARED points nowhere]`, () => fn(folder));
}
