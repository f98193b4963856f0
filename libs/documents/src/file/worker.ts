import { readlinkSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { RuleViolation } from '@chuangwen/kernel';
import type { Notice } from '../notice';
import { sheetsOf } from '../sheets/read-sheets';
import type { Table } from '../sheets/table';
import type { Limits } from './limits';
import { readBytes } from './read-bytes';

export type File = Readonly<{ name: string; bytes: Uint8Array }>;
export type Job = { file: File; limits: Limits } & { op: 'notice' | 'tables' };
export type Done = { notice: Notice } | { tables: readonly Table[] };
type Refused = { code: string; params: Readonly<Record<string, string | number>> };
export type Answer = (({ done: Done } | { refused: Refused }) & { heapMegabytes: number }) | { failed: string };
/** Where the system counts the processor time of this thread; null where it does not. */
export type Ready = { ready: string | null };

async function work({ op, file: { bytes, name }, limits }: Job): Promise<Done> {
  if (op === 'notice') return { notice: await readBytes(bytes, name, limits) };
  const tables = await sheetsOf(bytes, name, limits);
  if (!tables) throw new RuleViolation('notice.file-type', { file: name, kind: '不是表格' });
  return { tables };
}

// An Error would lose its class on the way between threads, so a refusal crosses as its code and params.
parentPort?.on('message', (job: Job) => {
  work(job)
    .then(
      (done): Answer => ({ done, heapMegabytes: heapMegabytes() }),
      (error: unknown): Answer =>
        error instanceof RuleViolation
          ? { refused: { code: error.code, params: error.params }, heapMegabytes: heapMegabytes() }
          : { failed: error instanceof Error ? error.message : String(error) },
    )
    .then((answer) => parentPort?.postMessage(answer));
});
parentPort?.postMessage({ ready: threadStat() } satisfies Ready);

const heapMegabytes = (): number => process.memoryUsage().heapTotal / 2 ** 20;

function threadStat(): string | null {
  try {
    return `/proc/${readlinkSync('/proc/thread-self')}/stat`;
  } catch {
    return null;
  }
}
