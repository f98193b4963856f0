import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { lock } from '../../tools/lock.mjs';
import { setting } from './settings';

const exec = promisify(execFile);

/**
 * A folder among what is kept between runs; `fill` installs into it, once on this machine.
 * @param what exactly is installed, with its version: something else gets a folder of its own
 */
export async function installed(name: string, what: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const cache = setting('CHUANGWEN_ENGINES');
  const folder = join(cache, `${name}-${createHash('sha256').update(what).digest('hex').slice(0, 8)}`);
  // Written last: what was broken off half-way does not count.
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return folder;
  mkdirSync(cache, { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (existsSync(complete)) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await fill(folder);
    writeFileSync(complete, '');
    return folder;
  } finally {
    release();
  }
}

export function onPath(program: string): string | undefined {
  // Debian keeps servers in sbin, which is not on everybody's path.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin'];
  return folders.map((folder) => join(folder, program)).find(executable);
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A program of the system; as root on Debian it is installed from its package where it lacks.
 * @throws Error that says what to install, for whom (`engine`), and what would do instead
 */
export async function systemProgram(
  program: string,
  debianPackage: string,
  engine: string,
  otherwise: string,
): Promise<string> {
  const found = onPath(program);
  if (found) return found;
  if (process.getuid?.() === 0 && onPath('apt-get')) await aptInstall(debianPackage).catch(() => {});
  const now = onPath(program);
  if (now) return now;
  throw new Error(
    `${engine} 需要 ${program}：请安装（Debian：apt-get install ${debianPackage}），或${otherwise} · ` +
      `${engine} needs ${program}: install it (Debian: apt-get install ${debianPackage}), or ${otherwise}`,
  );
}

async function aptInstall(debianPackage: string): Promise<void> {
  const release = await lock(join(setting('CHUANGWEN_TEST_RUN'), 'apt.lock'));
  try {
    // RUNLEVEL=1 keeps the package from starting a service of its own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    const install = ['install', '-y', '--no-install-recommends', debianPackage];
    await exec('apt-get', install, { env }).catch(async () => {
      await exec('apt-get', ['update'], { env });
      await exec('apt-get', install, { env });
    });
  } finally {
    release();
  }
}

/** Runs an installer to its end. @throws Error with what it said last */
export async function runTool(command: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  try {
    await exec(command, args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as { stdout?: string; stderr?: string; message: string };
    throw new Error(`${message.split('\n')[0]}\n${(stdout + stderr).slice(-2000)}`);
  }
}

/** A file that says which version of an engine is taken, the same for processes and for images. */
export const recipe = (file: string): string => join(__dirname, '../../deploy/images', file);
