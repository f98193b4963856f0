import { readlinkSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { RuleViolation } from '@chuangwen/kernel';
import { tablesOf } from '../sheets/read-sheets';
import type { Table } from '../sheets/table';
import type { Limits } from './limits';
import type { File } from './file';
import { kindOfBytes, unreadable, type KindName } from './kind';
import { unseenIn } from './look';
import { nameOfPackage, packageOf } from './package';
import { entriesOf } from './zip';
import { readFiles } from './annexes/read-files';
import type { NoticeOfFiles } from './annexes/notice-of-files';

export type Job = { op: 'notice' | 'tables' | 'marks'; files: readonly File[]; limits: Limits };
export type Done = { notice: NoticeOfFiles } | { tables: readonly Table[] } | { unseen: readonly string[] };
type Refused = { code: string; params: Readonly<Record<string, string | number>> };
export type Answer = (({ done: Done } | { refused: Refused }) & { heapMegabytes: number }) | { failed: string };
/** Where the system counts the processor time of this thread; null where it does not. */
export type Ready = { ready: string | null };

async function work({ op, files, limits }: Job): Promise<Done> {
  if (op === 'notice') return { notice: await readFiles(files, limits) };
  if (op === 'marks') return { unseen: await unseenIn(files[0]!, limits) };
  const { name, bytes } = files[0]!;
  const tables = await tablesOf(bytes, name, limits);
  if (!tables) throw unreadable(name, nameOfKind(bytes, name, limits));
  if (tables.every(({ rows }) => rows.length === 0)) throw new RuleViolation('notice.file-empty');
  return { tables };
}

function nameOfKind(bytes: Uint8Array, file: string, limits: Limits): KindName {
  const { kind, name } = kindOfBytes(bytes);
  return kind === 'zip' ? nameOfPackage(packageOf(entriesOf(bytes, file, limits).map((entry) => entry.name))) : name;
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
