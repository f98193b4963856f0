import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A package of its own: what the benchmark compares with is no dependency of the product. */
const folder = join(__dirname, 'peers');
const stamp = join(folder, 'node_modules/.chuangwen-bench');

const wanted = () =>
  createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');

export const peersInstalled = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();

/**
 * Runs `npm ci` in the peers' folder; their SQLite binding is fetched or, where that fails, compiled (two minutes, needs a C++
 * compiler and Python). Resolves with the reason when it did not work within `ms`.
 */
export async function installPeers(ms: number): Promise<string | null> {
  rmSync(stamp, { force: true });
  // Native parts are built against the headers beside this Node, where they are. npm of Node 20 puts them elsewhere.
  const headers = dirname(dirname(process.execPath));
  const environment = existsSync(join(headers, 'include/node/node_version.h')) ? { npm_config_nodedir: headers } : {};
  const npm = spawn('npm', ['ci', '--loglevel=error'], {
    cwd: folder,
    env: { ...process.env, ...environment, NODE_OPTIONS: '' },
    stdio: ['ignore', 2, 2],
    detached: true,
  });
  const reason = await new Promise<string | null>((resolve) => {
    const timer = setTimeout(() => {
      if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGTERM');
      resolve(`npm ci took longer than ${ms / 1000} s`);
    }, ms);
    npm.once('error', (error) => resolve(error.message));
    npm.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(code === 0 ? null : `npm ci ended with ${signal ?? code}`);
    });
  });
  if (reason === null) writeFileSync(stamp, wanted());
  return reason;
}

const fromPeers = createRequire(join(folder, 'package.json'));

/** Peers may be absent when this is type-checked, so each user says what it takes from them. */
export const peer = <Face>(name: string): Face => fromPeers(name) as Face;

export const peerVersion = (name: string): string => {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  return lock.packages[`node_modules/${name}`]?.version ?? 'unknown';
};
