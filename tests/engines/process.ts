import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setting } from './settings';

/** An engine that one test has to itself: it may be killed and paused. */
export interface PrivateEngine {
  readonly url: string;
  /** Of the process as it runs now; another one after a restart. */
  readonly pid: number;
  /** kill -9, resolved when it is gone. Its data stay. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open, nobody answers. */
  pause(): void;
  resume(): void;
  /** On the same data and port; kills it first where it still runs. Resolved when it answers. */
  restart(): Promise<void>;
  /** Killed, and its data taken away. */
  stop(): Promise<void>;
  readonly standIn?: string;
}

export interface Program {
  name: string;
  url: string;
  command: string;
  args: string[];
  /** Asks the engine whether it works; throws while it does not. */
  ready(): Promise<unknown>;
}

const deadline = 90_000;

/** A folder of the run for one engine's data. Engines have it as their working folder, by which run.mjs knows them again. */
export const engineFolder = (name: string): string => mkdtempSync(join(setting('CHUANGWEN_TEST_RUN'), `${name}-`));

/** Starts a program in its folder, by `engineFolder`, and waits until it answers. @throws Error with the end of its log */
export async function startProgram(folder: string, program: Program): Promise<PrivateEngine> {
  let process = await launch(folder, program);
  const kill = async () => {
    if (!alive(process)) return;
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await gone;
    rmSync(recordOf(process), { force: true });
  };
  return {
    url: program.url,
    get pid() {
      return process.pid ?? 0;
    },
    kill,
    pause: () => void process.kill('SIGSTOP'),
    resume: () => void process.kill('SIGCONT'),
    async restart() {
      await kill();
      process = await launch(folder, program);
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, { name, command, args, ready }: Program): Promise<ChildProcess> {
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'a');
  // Detached: it outlives the Jest worker that asked first, and a ctrl-C is not for it.
  const child = spawn(command, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  // Without a pid the program could not even be started; 'error' says why.
  if (!child.pid) throw (await once(child, 'error'))[0];
  writeFileSync(recordOf(child), name);
  child.unref();
  const said = () => Promise.resolve(readFileSync(logFile, 'utf8'));
  await until(name, ready, () => Promise.resolve(alive(child)), said).catch((error) => {
    child.kill('SIGKILL');
    throw error;
  });
  return child;
}

/** Asks an engine until it answers. @throws Error with the end of its log where it ends, or does not in time */
export async function until<Answer>(
  name: string,
  ready: () => Promise<Answer>,
  alive: () => Promise<boolean>,
  log: () => Promise<string>,
): Promise<Answer> {
  for (const end = Date.now() + deadline; ; await sleep(100)) {
    const [answer] = await Promise.allSettled([ready()]);
    const lives = await alive();
    if (lives && answer.status === 'fulfilled') return answer.value;
    if (lives && Date.now() < end) continue;
    const trouble = answer.status === 'rejected' ? answer.reason.message : '';
    const why = lives ? `gave no answer in ${deadline / 1000} s` : 'ended';
    throw new Error(`${name} 没有启动 · ${name} ${why}: ${trouble}\n${(await log()).slice(-3000)}`);
  }
}

const alive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
const recordOf = (child: ChildProcess): string =>
  join(setting('CHUANGWEN_TEST_RUN'), 'started', `process-${child.pid}`);

/**
 * A free port of 127.0.0.1, below those that the system hands out for outgoing connections: a client that tries again and again to reach
 * an engine that is down could otherwise get its port, or be connected with itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
