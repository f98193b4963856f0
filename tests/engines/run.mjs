/**
 * A test run's folder: what engines it started, and their data. Whoever opens a run closes it; specs and their children find it by
 * CHUANGWEN_TEST_RUN. Plain JavaScript, for tools/test.mjs may run before anything is installed.
 *
 *   owner            the process whose run it is
 *   NAME.json        the shared engine of that name, as every process of the run gets it; private ones add themselves
 *                    where the end of the run has to say something of them
 *   started/         process-PID, container-ID: what to stop at the end; in the latter, its DOCKER_HOST
 *   NAME-.../        an engine's data and its log
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const prefix = 'chuangwen-run-';

export async function openRun() {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  mkdirSync(join(folder, 'started'));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  process.env.CHUANGWEN_TEST_RUN = folder;
  return folder;
}

/** Stops every engine of the run, takes their data away, and answers what was used, in lines to be printed. */
export async function closeRun(folder) {
  const lines = used(folder);
  await stopAll(folder);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return lines;
}

function used(folder) {
  const engines = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  if (engines.length === 0) return [];
  const sources = new Set(engines.map(({ name, from, error }) => `${name} ${error ? 'failed' : from}`));
  const lines = engines
    .filter(({ standIn }) => standIn)
    .map(({ name, standIn }) => {
      return `${name} 由 ${standIn} 代替，它不是 ${name} · ${name} was stood in for by ${standIn}, which is not ${name}`;
    });
  return [`引擎 engines: ${[...sources].join(', ')}`, ...new Set(lines)];
}

async function stopAll(folder) {
  const ids = (kind) =>
    readdirSync(join(folder, 'started')).flatMap((name) => (name.startsWith(kind) ? [name.slice(kind.length)] : []));
  const pids = ids('process-').map(Number);
  for (const pid of pids) if (running(pid, folder)) process.kill(pid, 'SIGKILL');
  for (const pid of pids) while (running(pid, folder)) await new Promise((wake) => setTimeout(wake, 20));
  const containers = ids('container-');
  if (containers.length === 0) return;
  // By the Docker engine that has them: who stops what an earlier run left may be set to another one.
  const DOCKER_HOST = readFileSync(join(folder, 'started', `container-${containers[0]}`), 'utf8');
  const env = { ...process.env, ...(DOCKER_HOST ? { DOCKER_HOST } : {}) };
  const { node24 } = await import('../../tools/node.mjs');
  const remove = fileURLToPath(new URL('remove-containers.mjs', import.meta.url));
  const { status } = spawnSync(node24(), [remove, ...containers], { stdio: ['ignore', 2, 2], env });
  if (status !== 0) console.error(`请手工删除这些容器 · remove these containers by hand: ${containers.join(' ')}`);
}

/** Whether it is still the process that was started: an engine's working folder is its own in the run. Elsewhere the id has to do. */
function running(pid, folder) {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What a run left that was killed so hard that it could not close itself. */
async function sweep() {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    if (existsSync(join(folder, 'owner')) && !ownerLives(folder)) await closeRun(folder).catch(() => {});
  }
}

function ownerLives(folder) {
  try {
    return process.kill(Number(readFileSync(join(folder, 'owner'), 'utf8')), 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
