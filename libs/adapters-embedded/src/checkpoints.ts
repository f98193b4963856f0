import { setTimeout } from 'node:timers';
import type { FileRef } from './files';
import type { StorageThread } from './thread';

/** Time between two checkpoints (ms). */
const PAUSE = 100;
/** Requests to a file before it is worth one. */
const ENOUGH = 100;

/**
 * Brings what stands in the WALs into the files, on a thread where nobody waits for it: a checkpoint writes a thousand
 * pages here and there and syncs them, which would hold up every commit behind it.
 */
export class Checkpoints {
  private readonly written = new Map<string, { file: FileRef; requests: number }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly thread: StorageThread) {}

  /** So many requests wrote to a file. */
  note(file: FileRef, requests: number): void {
    const known = this.written.get(file.path) ?? { file, requests: 0 };
    known.requests += requests;
    this.written.set(file.path, known);
    if (known.requests >= ENOUGH) this.timer ??= setTimeout(() => void this.run(), PAUSE).unref();
  }

  stop(): void {
    clearTimeout(this.timer ?? undefined);
    this.written.clear();
  }

  private async run(): Promise<void> {
    const due = [...this.written.values()].filter(({ requests }) => requests >= ENOUGH);
    for (const { file } of due) this.written.delete(file.path);
    // Fails when the disk is full or the store is closing; the writer's own checkpoint is the net.
    await this.thread
      .upkeep(
        'checkpoint',
        due.map(({ file }) => file),
      )
      .catch(() => {});
    this.timer = null;
    for (const { file } of this.written.values()) this.note(file, 0);
  }
}
