import { join, posix } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Checkpoints } from './checkpoints';
import { mustHaveWholeWal } from './checks/wal';
import { openFile, type FileRef } from './files';
import type { Manifest } from './manifest';
import { openReader, type FileKind, type Sync } from './sqlite';
import { StorageThread } from './thread';
import { WriteQueue, type WriteQueueOptions } from './write-queue';

/** What only a backup brings back: the views and jobs come from the events. */
const IRREPLACEABLE: readonly FileKind[] = ['events', 'private', 'keys'];

/** The files of a data folder that are open: who writes them, who reads them, and the end of it. */
export class OpenFiles {
  readonly all: FileRef[] = [];
  /** Commands wait for this thread alone; a batch or a rebuild of a view keeps the other one. */
  private readonly commands = new StorageThread('storage-commands');
  readonly background = new StorageThread('storage-checkpoints');
  private readonly checkpoints = new Checkpoints(this.background);
  private readonly queues: { drain(): Promise<void> }[] = [];
  private readonly readers: { close(): void }[] = [];
  private readonly writers: DatabaseSync[] = [];

  constructor(
    private readonly folder: string,
    private readonly manifest: Manifest,
    private readonly viewSync: Sync,
    private readonly projections = new StorageThread('storage-views'),
  ) {}

  /** Makes the file when absent. `within`: the folder of a service, '' for what is everyone's. */
  open(within: string, kind: FileKind): FileRef {
    const name = posix.join(within, `${kind}.db`);
    const file: FileRef = { path: join(this.folder, name), kind, sync: kind === 'views' ? this.viewSync : 'FULL' };
    // A view's commits are not all synced, so a loss of power may break its WAL anywhere; views come from the events.
    if (kind !== 'views') mustHaveWholeWal(file.path);
    openFile(file).close();
    if (IRREPLACEABLE.includes(kind)) this.manifest.add(name);
    this.all.push(file);
    return file;
  }

  queue<Request, Answer>(file: FileRef, options: WriteQueueOptions<Request, Answer> = {}): WriteQueue<Request, Answer> {
    const thread = file.kind === 'views' ? this.projections : this.commands;
    const written = this.checkpoints.note.bind(this.checkpoints);
    const queue = new WriteQueue<Request, Answer>(thread, file, { ...options, written });
    this.queues.push(queue);
    return queue;
  }

  /** A connection that writes on this thread. */
  writer(file: FileRef): DatabaseSync {
    const writer = openFile(file);
    this.writers.push(writer);
    return writer;
  }

  reader(file: FileRef): DatabaseSync {
    return this.reads(openReader(file.path));
  }

  /** Closes this one with the rest. */
  reads<Reader extends { close(): void }>(reader: Reader): Reader {
    this.readers.push(reader);
    return reader;
  }

  /** What SQLite finds wrong with them. */
  async integrity(): Promise<{ path: string; problem: string }[]> {
    const found = await this.background.upkeep('integrity', this.all);
    return found.flatMap((outcome, at) => {
      const { path } = this.all[at]!;
      if ('failed' in outcome) return [{ path, problem: outcome.failed.message }];
      const problems = (outcome.answer as { integrity_check: string }[]).map((row) => row.integrity_check);
      return problems.filter((problem) => problem !== 'ok').map((problem) => ({ path, problem }));
    });
  }

  /** Answers what was asked. */
  async drain(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.drain()));
    this.checkpoints.stop();
  }

  async close(): Promise<void> {
    for (const reader of this.readers) reader.close();
    await Promise.all([this.commands, this.projections, this.background].map((thread) => thread.close()));
    // The last connection to a file brings its WAL into it; one that only reads could not.
    for (const writer of this.writers) writer.close();
  }
}
