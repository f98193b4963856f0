import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from '../../tools/lock.mjs';
import { setting } from './settings';

/** An engine that every spec of a run shares. `standIn` names what stands in for the real one. */
export type Engine = Readonly<{ url: string; from: 'environment' | 'container' | 'local'; standIn?: string }>;

/**
 * An engine that is started by the first that asks, once for all processes of a test run; everybody gets the same answer, also when it
 * is that it can't be had.
 */
export function shared<Name extends string>(name: Name, start: () => Promise<Engine>): () => Promise<Engine> {
  let answer: Promise<Engine> | undefined;
  return () => (answer ??= once(name, start));
}

async function once(name: string, start: () => Promise<Engine>): Promise<Engine> {
  const file = join(setting('CHUANGWEN_TEST_RUN'), `${name}.json`);
  const release = await lock(`${file}.lock`);
  try {
    if (!existsSync(file)) {
      const answer = await start().catch((error: Error) => ({ error: error.message }));
      writeFileSync(file, JSON.stringify({ name, ...answer }));
    }
  } finally {
    release();
  }
  const answer = JSON.parse(readFileSync(file, 'utf8')) as Engine | { error: string };
  if ('error' in answer) throw new Error(answer.error);
  const { url, from, standIn } = answer;
  return { url, from, ...(standIn ? { standIn } : {}) };
}
