import { clearInterval, setInterval } from 'node:timers';
import type { Clock } from '../clock';
import type { Outcome } from '../engine';
import type { FileRef } from '../files';
import { DataDamaged } from '../sqlite';
import type { StorageThread } from '../thread';
import { SealBook } from './book';
import type { Stretch } from './stretch';

/** Time between two seals (ms); also at the close and before a backup. */
const INTERVAL = 5 * 60_000;
/** Events recomputed in one go when seals are checked: bounds how long the thread is away. */
const MOST = 100_000;

/** Seals what was appended since the last time, on a thread where no command waits. */
export class Sealer {
  private readonly books = new Map<string, { book: SealBook; file: FileRef }>();
  private last: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly folder: string,
    private readonly thread: StorageThread,
    private readonly clock: Clock,
  ) {
    this.timer = setInterval(() => void this.seal().catch(() => {}), INTERVAL).unref(); // a full disk: the next time
  }

  /** Returns the position up to which the service's log was sealed; it must still reach there. */
  open(service: string, file: FileRef): { sealed: number; at: string } | null {
    const book = new SealBook(this.folder, service);
    this.books.set(service, { book, file });
    return book.last && { sealed: book.last.to, at: book.last.at };
  }

  /** Every log up to its end as it is now. */
  seal(): Promise<void> {
    const done = this.last.then(() => this.sealAll());
    this.last = done.catch(() => {});
    return done;
  }

  /** What each service's last seal says; null where nothing was ever sealed. */
  standing(): { service: string; sealed: number; at: string | null }[] {
    return [...this.books].map(([service, { book }]) => ({
      service,
      sealed: book.last?.to ?? 0,
      at: book.last?.at ?? null,
    }));
  }

  /** Holds the logs against all their seals; a line for each that does not fit. */
  async *check(): AsyncGenerator<{ path: string; tenant: string | null; from: number; to: number }> {
    for (const { book, file } of this.books.values()) {
      for await (const seal of book.all()) {
        if (!seal) {
          yield { path: book.path, tenant: null, from: 0, to: 0 };
          break;
        }
        const found = await this.stretch(file, seal.from, seal.to);
        for (const tenant of new Set([...Object.keys(seal.tenants), ...Object.keys(found.tenants)])) {
          const [then, now] = [seal.tenants[tenant], found.tenants[tenant]];
          if (String(then) !== String(now)) yield { path: file.path, tenant, from: seal.from, to: seal.to };
        }
      }
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.seal().catch(() => {});
  }

  private async sealAll(): Promise<void> {
    for (const { book, file } of this.books.values())
      for (;;) {
        const from = book.last?.to ?? 0;
        const stretch = await this.stretch(file, from, from + MOST);
        if (stretch.to === from) break;
        book.add(stretch, this.clock().toISOString());
      }
  }

  private async stretch(file: FileRef, from: number, until: number): Promise<Stretch> {
    const [outcome] = (await this.thread.upkeep('stretch', [file], { from, until })) as [Outcome<unknown>];
    if ('answer' in outcome) return outcome.answer as Stretch;
    throw new DataDamaged(file.path, { cause: new Error(outcome.failed.message) });
  }
}
