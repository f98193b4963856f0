import { parentPort, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { DatabaseSync } from 'node:sqlite';
import { failure, type GroupCommit, type Outcome } from './engine';
import { openFile, writerKind, type FileRef } from './files';
import { stretchOf } from './seals/stretch';

/** To the writer's thread. `fresh`: somebody else wrote since, so what is remembered of the file does not count. */
export type Work = Readonly<{ id: number; file: FileRef; requests: unknown; count: number; fresh: boolean }>;
export type Upkeep = Readonly<{
  id: number;
  files: readonly FileRef[];
  upkeep: 'checkpoint' | 'integrity' | 'stretch';
}> &
  Partial<Range>;
/** Positions of a log, for 'stretch': after `from` up to `until` (absent: the end). */
export type Range = Readonly<{ from: number; until?: number | undefined }>;
export type ToWorker = Work | Upkeep | { close: true };
/** `outcomes` in the order of the requests (of the files, for upkeep). */
export type FromWorker = { id: number; outcomes: Outcome<unknown>[] } | { closed: true };

type Writer = { db: DatabaseSync; group: GroupCommit<unknown, unknown> };

/** Bounds the time a request waits for those before it, and the memory of a transaction. */
const MOST_TOGETHER = 1000;

const port = parentPort as MessagePort;
const writers = new Map<string, Writer>();

port.on('message', (first: ToWorker) => {
  let message: ToWorker | undefined = first;
  while (message) {
    if ('close' in message) return close();
    if ('upkeep' in message) {
      const asked = message;
      const outcomes = asked.files.map((file) => upkeep(asked, file));
      port.postMessage({ id: asked.id, outcomes } satisfies FromWorker);
      message = next();
      continue;
    }
    const together: Work[] = [message];
    let count = message.count;
    // Whatever has queued up for the same file meanwhile shares the commit.
    message = next();
    while (message && 'requests' in message && message.file.path === together[0]!.file.path && count < MOST_TOGETHER) {
      together.push(message);
      count += message.count;
      message = next();
    }
    write(together);
  }
});

/** A PASSIVE checkpoint waits for nobody and nobody waits for it. */
const UPKEEP = { checkpoint: 'PRAGMA wal_checkpoint(PASSIVE)', integrity: 'PRAGMA integrity_check(20)' } as const;

function upkeep({ upkeep: what, from = 0, until }: Upkeep, file: FileRef): Outcome<unknown> {
  try {
    if (what === 'stretch') return { answer: stretchOf(writerOf(file).db, from, until) };
    return { answer: writerOf(file).db.prepare(UPKEEP[what]).all() };
  } catch (error) {
    return failure(error);
  }
}

const next = () => receiveMessageOnPort(port)?.message as ToWorker | undefined;

function write(together: readonly Work[]): void {
  const { file } = together[0]!;
  let outcomes: Outcome<unknown>[];
  try {
    const { group } = writerOf(file);
    if (together.some(({ fresh }) => fresh)) group.forget();
    const { unpack } = writerKind(file.kind);
    outcomes = group.run(together.flatMap(({ requests }) => (unpack ? unpack(requests) : (requests as unknown[]))));
  } catch (error) {
    // The file could not be opened; the next request tries again.
    outcomes = together.flatMap(({ count }) => Array<Outcome<unknown>>(count).fill(failure(error)));
  }
  let at = 0;
  for (const { id, count } of together) {
    port.postMessage({ id, outcomes: outcomes.slice(at, (at += count)) } satisfies FromWorker);
  }
}

function writerOf(file: FileRef): Writer {
  let writer = writers.get(file.path);
  if (!writer) {
    const db = openFile(file);
    writer = { db, group: writerKind(file.kind).group(db) as GroupCommit<unknown, unknown> };
    writers.set(file.path, writer);
  }
  return writer;
}

/** The last connection to a file checkpoints its WAL when it closes. */
function close(): void {
  for (const { db } of writers.values()) db.close();
  writers.clear();
  port.postMessage({ closed: true } satisfies FromWorker);
  port.close();
}
