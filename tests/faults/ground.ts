import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  configuration,
  distributedOnly,
  openEngines,
  openFolder,
  prepareEngines,
  type Storage,
} from '@chuangwen/runtime';
import { describeEngines } from '../engines';
import { engineSettings } from '../support/distributed';

/** The services of a world. */
const WORLD = ['ledger', 'mirror'];

/** What a world stands on, as another process can be told of it: a data folder, or settings of engines. */
export type Ground = string | Readonly<{ engines: Readonly<Record<string, string>> }>;

/** Opened on engines and not closed yet: connections, without which a test that failed would not end. */
const left = new Set<Storage>();

export async function openGround(ground: Ground): Promise<Storage> {
  if (typeof ground === 'string') return openFolder({ folder: ground });
  const storage = await openEngines(distributedOnly(configuration(ground.engines)), WORLD);
  left.add(storage);
  const close = () => {
    left.delete(storage);
    return storage.close();
  };
  return { ports: (service) => storage.ports(service), close };
}

/** Work on a folder of its own, taken away afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangwen-faults-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Work on the engines of this run, or on others (`instead`), under a prefix of its own. */
export async function onEngines<T>(
  work: (ground: Ground) => Promise<T>,
  instead: Readonly<Record<string, string>> = {},
): Promise<T> {
  const engines = { ...(await engineSettings()), ...instead };
  await prepareEngines(distributedOnly(configuration(engines)), WORLD, () => undefined);
  try {
    return await work({ engines });
  } finally {
    for (const storage of left) await storage.close();
    left.clear();
  }
}

export type On = <T>(work: (ground: Ground) => Promise<T>) => Promise<T>;
export type Mode = 'embedded' | 'distributed';

/** A fault that is tried on both: in a folder by `npm test`, on engines by `npm run test:distributed`. */
export function describeGrounds(name: string, fn: (on: On, mode: Mode) => void): void {
  if (process.env['CHUANGWEN_TEST_DISTRIBUTED'])
    describeEngines(`${name} (distributed)`, () => fn(onEngines, 'distributed'));
  else describe(`${name} (embedded)`, () => fn(inFolder, 'embedded'));
}

/** What is of a data folder only, or of no ground at all: tried once, by `npm test`. */
export function describeEmbedded(name: string, fn: () => void): void {
  if (!process.env['CHUANGWEN_TEST_DISTRIBUTED']) describe(name, fn);
}
