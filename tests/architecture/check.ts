import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

/** Runs a checker in a Node of its own: they are large, and Jest's module registry makes them slow. */
export function check<Result>(script: string, args: string[], input = ''): Result {
  const out = execFileSync(process.execPath, [join(__dirname, script), ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return JSON.parse(out) as Result;
}
