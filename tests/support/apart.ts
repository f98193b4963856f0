import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { engines, freePort } from '../engines';
import { until } from '../journeys/city';
import { engineSettings } from './distributed';

const root = join(__dirname, '../..');
/** Seconds. */
const STARTED = 120;

/** A process of a service, as it said itself when it began to listen. */
export type Listening = Readonly<{ service: string; url: string; pid: number }>;

export type Apart = Readonly<{
  /** Of the proxy. */
  url: string;
  /** As its processes have them in the environment. */
  settings: Readonly<Record<string, string>>;
  /** Of the link by which the first office is set up. */
  setupToken: string;
  /** Every process that ever began to listen, in that order. */
  listening(): readonly Listening[];
  /** Every process that ended and was started again, and how: a signal, or its code. */
  ends(): readonly Readonly<{ service: string; by: string }>[];
  /** All of it, the proxy first; a second time without effect. */
  close(): Promise<void>;
}>;

/** `npm run start:distributed` on the engines of this run: so many processes of each service, nginx before them; resolves when they answer. */
export async function startApart(instances: number): Promise<Apart> {
  await engines.nginx();
  const port = await freePort();
  const settings = { ...(await engineSettings()), CHUANGWEN_PORT: String(port) };
  const args = [join(root, 'services/standalone/bin/chuangwen'), 'start-distributed', '--instances', String(instances)];
  const program = spawn('sh', args, { cwd: root, env: { ...process.env, ...settings } });
  const ended = new Promise<void>((resolve) => program.once('close', () => resolve()));
  let said = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => (said += String(text)));
  const saysSoon = async (what: RegExp) => {
    const found = await until(
      async () => what.exec(said),
      (one) => one !== null || program.exitCode !== null,
      STARTED,
    );
    if (!found) throw new Error(`It ended: ${said.slice(-2000)}`);
    return found;
  };
  const close = async () => {
    program.kill('SIGTERM');
    await ended;
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    const setupToken = (await saysSoon(/\/setup#([\w-]+)/))[1]!;
    await until(
      async () => (await fetch(`${url}/api/identity/me`).catch(() => null))?.status,
      (status) => status === 401,
      STARTED,
    );
    return { url, settings, setupToken, listening: () => listeningIn(said), ends: () => endsIn(said), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const listeningIn = (said: string): Listening[] =>
  [...said.matchAll(/^(\w+) \| \{.*"message":"it listens".*"url":"([^"]+)".*"pid":(\d+)/gm)].map(
    ([, service, url, pid]) => ({ service: service!, url: url!, pid: Number(pid) }),
  );

const endsIn = (said: string) =>
  [...said.matchAll(/^(\w+) \| .* ended \((\w+)\), starts again$/gm)].map(([, service, by]) => ({
    service: service!,
    by: by!,
  }));

/** The largest number of events that any view or workflow of these services is behind, as the processes themselves say. */
export async function lagOf(listening: readonly Listening[]): Promise<number> {
  const texts = await Promise.all(listening.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
  const lags = texts.flatMap((text) =>
    [...text.matchAll(/^chuangwen_(?:consumer_lag_events|relay_backlog_appends)(?:\{.*\})? (\d+)/gm)].map(([, lag]) =>
      Number(lag),
    ),
  );
  if (lags.length === 0) throw new Error('nobody says how far it is');
  return Math.max(...lags);
}
