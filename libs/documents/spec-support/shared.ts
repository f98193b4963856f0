import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(__dirname, '../../..', process.env['CHUANGWEN_SHARED'] || '../shared');

/** Specs over real notices that are no part of the repository; without them they count as skipped, with the reason. */
export function describeShared(name: string, fn: (folder: string) => void): void {
  if (existsSync(folder)) describe(name, () => fn(folder));
  else describe.skip(`${name} [CHUANGWEN_SHARED points nowhere]`, () => fn(folder));
}
