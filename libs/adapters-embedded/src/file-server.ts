import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
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

const UPKEEP = {
  /** A PASSIVE checkpoint waits for nobody and nobody waits for it. */
  checkpoint: 'PRAGMA wal_checkpoint(PASSIVE)',
  integrity: 'PRAGMA integrity_check(20)',
} as const;

/** Writes files for another thread, which asks for it through the port; `told` is handed what else it says. */
export class FileServer<Other = never> {
  private readonly writers = new Map<string, Writer>();

  constructor(
    private readonly port: MessagePort,
    private readonly told: (other: Other) => void | Promise<void> = () => undefined,
    /** Before the files are closed. */
    private readonly closing: () => Promise<void> = () => Promise.resolve(),
  ) {
    port.on('message', (message: ToWorker | Other) => this.take(message));
  }

  /** Opened when it is first written. Throws what the disk says. */
  writerOf(file: FileRef): Writer {
    let writer = this.writers.get(file.path);
    if (!writer) {
      const db = openFile(file);
      writer = { db, group: writerKind(file.kind).group(db) as GroupCommit<unknown, unknown> };
      this.writers.set(file.path, writer);
    }
    return writer;
  }

  private take(first: ToWorker | Other): void {
    let message: ToWorker | Other | undefined = first;
    while (message) {
      if (isOf(message, 'close')) return void this.close();
      if (isOf(message, 'upkeep')) {
        const asked: Upkeep = message;
        const outcomes = asked.files.map((file) => this.upkeep(asked, file));
        this.port.postMessage({ id: asked.id, outcomes } satisfies FromWorker);
        message = this.next();
      } else if (isOf(message, 'requests')) message = this.work(message);
      else {
        void this.other(message as Other);
        message = this.next();
      }
    }
  }

  /** Answered where an answer is wanted. */
  private async other(message: Other): Promise<void> {
    await this.told(message);
    const { id } = message as { id?: number };
    if (id !== undefined) this.port.postMessage({ id, outcomes: [] } satisfies FromWorker);
  }

  /** Whatever has queued up for the same file meanwhile shares the commit. Returns what comes after it. */
  private work(first: Work): ToWorker | Other | undefined {
    const together = [first];
    let count = first.count;
    let message = this.next();
    while (message && isOf(message, 'requests') && message.file.path === first.file.path && count < MOST_TOGETHER) {
      together.push(message);
      count += message.count;
      message = this.next();
    }
    this.write(together);
    return message;
  }

  private next(): ToWorker | Other | undefined {
    return receiveMessageOnPort(this.port)?.message as ToWorker | Other | undefined;
  }

  private upkeep({ upkeep: what, from = 0, until }: Upkeep, file: FileRef): Outcome<unknown> {
    try {
      if (what === 'stretch') return { answer: stretchOf(this.writerOf(file).db, from, until) };
      return { answer: this.writerOf(file).db.prepare(UPKEEP[what]).all() };
    } catch (error) {
      return failure(error);
    }
  }

  private write(together: readonly Work[]): void {
    const { file } = together[0]!;
    let outcomes: Outcome<unknown>[];
    try {
      const { group } = this.writerOf(file);
      if (together.some(({ fresh }) => fresh)) group.forget();
      const { unpack } = writerKind(file.kind);
      outcomes = group.run(together.flatMap(({ requests }) => (unpack ? unpack(requests) : (requests as unknown[]))));
    } catch (error) {
      // The file could not be opened; the next request tries again.
      outcomes = together.flatMap(({ count }) => Array<Outcome<unknown>>(count).fill(failure(error)));
    }
    let at = 0;
    for (const { id, count } of together) {
      this.port.postMessage({ id, outcomes: outcomes.slice(at, (at += count)) } satisfies FromWorker);
    }
  }

  /** The last connection to a file checkpoints its WAL when it closes. */
  private async close(): Promise<void> {
    await this.closing();
    for (const { db } of this.writers.values()) db.close();
    this.writers.clear();
    this.port.postMessage({ closed: true } satisfies FromWorker);
    this.port.close();
  }
}

type Told = { close: { close: true }; upkeep: Upkeep; requests: Work };
const isOf = <Kind extends keyof Told>(message: unknown, kind: Kind): message is Told[Kind] =>
  kind in (message as object);
