import type { ViewsThread } from '@chuangwen/ports';
import { setTimeout } from 'node:timers';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { FileRef } from '../files';
import { StorageThread } from '../thread';
import type { ApartData, ApartTold } from './apart';

/** Megabytes: the documents of some views that are being built, and as much again. */
const MEMORY = 512;
/** Before a thread that ended is started anew (ms); twice as long each time it ended again soon, at most the longest. */
const PAUSE = { first: 1000, longest: 60_000 };
/** Whoever ran for so long (ms) ended for another reason than the last time. */
const WELL = 60_000;
/** A topic is not said to have grown more often than this (ms). */
const SOON = 2;

type Served = Readonly<{ views: FileRef; onLine: (line: MessagePort) => void }>;

/** The near end of the thread that keeps views and writes their files; `keepViewsApart` is the far one. */
export class ViewsKeptApart {
  readonly storage: StorageThread;
  private readonly served = new Map<string, Served>();
  private readonly grown = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private pause = PAUSE.first;
  private endedAt = -Infinity;

  constructor(program: string, folder: string) {
    const data: ApartData = { folder };
    this.storage = new StorageThread(
      'storage-views',
      { path: program, data, memory: MEMORY },
      {
        start: () => this.served.forEach((served, service) => this.serve(service, served)),
        ended: (cause) => this.ended(cause),
      },
    );
  }

  of(service: string, views: FileRef): ViewsThread {
    return {
      connect: (onLine) => {
        const served = { views, onLine };
        this.served.set(service, served);
        if (this.storage.running) this.serve(service, served);
        else this.storage.run();
      },
    };
  }

  /** Tells it of what was appended, at once or soon. */
  wake(topic: string): void {
    this.grown.add(topic);
    if (this.timer) return;
    this.tellGrown();
    this.timer = setTimeout(() => {
      this.timer = null;
      this.tellGrown();
    }, SOON).unref();
  }

  /** Returns when it has forgotten the tenant's keys; one that ended meanwhile has. */
  async destroyed(tenant: string): Promise<void> {
    await this.storage.say({ destroyed: tenant } satisfies ApartTold).catch(() => undefined);
  }

  private ended(cause: Error): void {
    // Nobody waits for its answer who could be told: the operator is.
    process.emitWarning(cause.message, 'ViewsThreadEnded');
    const now = performance.now();
    this.pause = now - this.endedAt > WELL ? PAUSE.first : Math.min(2 * this.pause, PAUSE.longest);
    this.endedAt = now;
    setTimeout(() => this.storage.run(), this.pause).unref();
  }

  private tellGrown(): void {
    for (const topic of this.grown) this.tell({ wake: topic });
    this.grown.clear();
  }

  private serve(service: string, { views, onLine }: Served): void {
    const { port1, port2 } = new MessageChannel();
    this.storage.tell({ serve: service, views, line: port2 } satisfies ApartTold, [port2]);
    onLine(port1);
  }

  private tell(message: ApartTold): void {
    this.storage.tell(message);
  }
}
