import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemProgram } from '../engines/install';
import { setting } from '../engines/settings';

/** A Docker engine that answers. `host`: as DOCKER_HOST has it. */
export type DockerEngine = Readonly<{ host: string; from: 'answers' | 'started'; stop(): Promise<void> }>;

/** As they are tried: not every kernel has what the first wants. */
const storages = ['overlay2', 'vfs'];

const answers = (host: string): boolean =>
  spawnSync('docker', ['-H', host, 'version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

/**
 * The engine that DOCKER_HOST or the machine names; else one of our own, which root may start where it is installed or can be. Its images
 * are kept between runs. `folder`: of this run.
 * @throws Error that says why there is none
 */
export async function dockerEngine(folder: string): Promise<DockerEngine> {
  const host = process.env['DOCKER_HOST'] || 'unix:///var/run/docker.sock';
  if (answers(host)) return { host, from: 'answers', stop: async () => {} };
  if (process.env['DOCKER_HOST']) throw new Error(`DOCKER_HOST: ${host} does not answer`);
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('no Docker engine answers, and only root of a Linux machine can start one');
  const dockerd = await systemProgram('dockerd', 'docker.io', 'Docker', 'DOCKER_HOST=…');
  const failures: string[] = [];
  for (const storage of storages) {
    const started = await start(dockerd, storage, folder);
    if (typeof started !== 'string') return started;
    failures.push(`${storage}: ${started}`);
  }
  throw new Error(`no Docker engine could be started here\n${failures.join('\n')}`);
}

/** The engine, or why it ended. */
async function start(dockerd: string, storage: string, folder: string): Promise<DockerEngine | string> {
  const own = join(folder, `docker-${storage}`);
  const data = join(setting('CHUANGWEN_ENGINES'), 'docker');
  for (const made of [own, data]) mkdirSync(made, { recursive: true });
  const host = `unix://${join(own, 'docker.sock')}`;
  const args = ['-H', host, '--data-root', data, '--exec-root', join(own, 'exec'), '--pidfile', join(own, 'pid')];
  const logFile = join(own, 'log');
  const log = openSync(logFile, 'a');
  const child = spawn(dockerd, [...args, '--storage-driver', storage], { stdio: ['ignore', log, log] });
  closeSync(log);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
  };
  for (const end = Date.now() + 60_000; Date.now() < end && child.exitCode === null && !child.killed;) {
    if (answers(host)) return { host, from: 'started', stop };
    await Promise.race([gone, new Promise((wake) => setTimeout(wake, 500))]);
  }
  await stop();
  return readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? 'it said nothing';
}
