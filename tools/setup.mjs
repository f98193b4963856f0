/**
 * Makes a clone ready to run, and does nothing when it is: installs what package-lock.json says, then compiles what changed.
 * Needs nothing but Node 20. `node tools/setup.mjs`, or `await setup()` from another script.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lock } from './lock.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'node_modules/.chuangwen-setup');
const lockFile = join(root, '.setup.lock');

export async function setup() {
  // One setup at a time in a folder.
  const release = await lock(lockFile);
  try {
    if (!installed()) install();
    const { build } = await import('./build.mjs');
    await build(root);
  } finally {
    release();
  }
}

const wanted = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

function installed() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted();
}

function stamp() {
  const bin = join(root, 'node_modules/.bin');
  const node = `../node-linux-${process.arch}/bin/node`;
  mkdirSync(bin, { recursive: true });
  // Three packages, one for each platform, offer the bin `node`: npm 10 links none of them.
  if (existsSync(join(bin, node)) && !existsSync(join(bin, 'node'))) symlinkSync(node, join(bin, 'node'));
  writeFileSync(stampFile, wanted());
}

function install() {
  console.error('正在安装依赖，约需一两分钟…… Installing dependencies, a minute or two ...');
  // npm ci --silent says nothing when it works; its own complaints go to the same place as ours.
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) throw new Error(`依赖安装失败 npm ci failed (${run.error?.message ?? `exit ${run.status}`})`);
  stamp();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // --stamp: npm's own `postinstall` says that node_modules now matches the lockfile.
  if (process.argv.includes('--stamp')) stamp();
  else
    await setup().catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
