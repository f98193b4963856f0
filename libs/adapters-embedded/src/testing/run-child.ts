import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';

export type Child = {
  process: ChildProcess;
  /** Lines said so far. */
  lines: string[];
  /** Resolves with the signal or the exit code. */
  ended: Promise<NodeJS.Signals | number | null>;
  /** Resolves when a line begins so; throws when the process ends first. */
  says(beginning: string): Promise<void>;
};

export const ROOT = resolve(__dirname, '../../../..');
/** Node with what runs a file from source. */
export const NODE = [process.execPath, '-C', '@chuangwen/source', '-r', require.resolve('@swc-node/register')] as const;

/** Runs testing/child.ts, or another file of this folder, perhaps inside another command. */
export function runChild(
  args: readonly string[],
  options: { env?: Record<string, string>; within?: readonly string[]; file?: string } = {},
): Child {
  const { env = {}, within = [], file = 'child.ts' } = options;
  const [command, ...rest] = [...within, ...NODE, join(__dirname, file), ...args] as [string, ...string[]];
  const child = spawn(command, rest, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const errors: string[] = [];
  let rest_ = '';
  const watchers = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest_ + chunk.toString()).split('\n');
    rest_ = parts.pop()!; // a line that the kill cut off is none
    lines.push(...parts);
    for (const watcher of watchers) watcher();
  });
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  let over = false;
  const ended = new Promise<NodeJS.Signals | number | null>((done) =>
    child.on('close', (code, signal) => {
      over = true;
      for (const watcher of watchers) watcher();
      done(signal ?? code);
    }),
  );
  const says = (beginning: string) =>
    new Promise<void>((done, fail) => {
      const watcher = () => {
        if (lines.some((line) => line.startsWith(beginning))) done();
        else if (over)
          fail(new Error(`The child never said "${beginning}" but: ${lines.slice(-3).join(' / ')} ${errors.join('')}`));
        else return;
        watchers.delete(watcher);
      };
      watchers.add(watcher);
      watcher();
    });
  return { process: child, lines, ended, says };
}
