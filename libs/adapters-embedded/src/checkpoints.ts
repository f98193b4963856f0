import { setTimeout } from 'node:timers';
import type { FileRef } from './files';
import type { StorageThread } from './thread';

/** Time between two checkpoints of a file that is written (ms). */
const PAUSE = 100;

/**
 * Brings what stands in the WALs into the files, on a thread where nobody waits for it: a checkpoint writes a thousand
 * pages here and there and syncs them, which would hold up every commit behind it.
 */
export class Checkpoints {
  private readonly due = new Map<string, FileRef>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly thread: StorageThread) {}

  /** A file was written. */
  note(file: FileRef): void {
    this.due.set(file.path, file);
    this.timer ??= setTimeout(() => void this.run(), PAUSE);
  }

  stop(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    this.due.clear();
  }

  private async run(): Promise<void> {
    const files = [...this.due.values()];
    this.due.clear();
    // Fails when the disk is full or the store is closing; the writer's own checkpoint is the net.
    await this.thread.checkpoint(files).catch(() => {});
    this.timer = null;
    for (const file of this.due.values()) return this.note(file);
  }
}
