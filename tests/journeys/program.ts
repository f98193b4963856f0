import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const program = join(root, 'services/standalone/bin/chuangwen');
const run = promisify(execFile);

/** Runs the real program to its end. Rejects with `code`, `stdout` and `stderr` when it ends otherwise than well. */
export const chuangwen = (...args: string[]) => chuangwenWith({}, ...args);

/** The same with settings besides those of this process. */
export const chuangwenWith = (settings: Readonly<Record<string, string>>, ...args: string[]) =>
  run('sh', [program, ...args], { cwd: root, maxBuffer: 1 << 26, env: { ...process.env, ...settings } });

export type Started = Readonly<{ child: ChildProcess; found: string; ended: Promise<number | null> }>;

/** Starts the real program and waits for what matches; `found` is its first group. */
export const started = (match: RegExp, ...args: string[]): Promise<Started> => startedWith({}, match, ...args);

/** The same with settings besides those of this process. */
export async function startedWith(
  settings: Readonly<Record<string, string>>,
  match: RegExp,
  ...args: string[]
): Promise<Started> {
  const child = spawn('sh', [program, ...args], { cwd: root, env: { ...process.env, ...settings } });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let out = '';
  const found = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      out += String(chunk);
      const hit = match.exec(out);
      if (hit) resolve(hit[1] ?? hit[0]);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void ended.then(() => reject(new Error(`ended: ${out}`)));
  });
  return { child, found, ended };
}

/** Asks it to stop; resolves with its exit code. */
export async function stopped({ child, ended }: Started): Promise<number | null> {
  child.kill('SIGTERM');
  return ended;
}
