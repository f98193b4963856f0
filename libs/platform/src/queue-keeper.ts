import type { Log } from './watch/log';

/** How soon it is noticed that the queue may have lost something (ms). */
const LOOK = 5_000;
/** Long enough to say what is wrong. */
const TEXT = 300;

type Kept = Readonly<{
  name: string;
  /** Of the queue: another one when it may have lost something. */
  epoch(): Promise<string>;
  /** Puts all that should be there; returns how many were missing. */
  fill(stopped: AbortSignal): Promise<number>;
}>;

/** Fills a queue of jobs at the start, whenever it may have lost something, and when it is told that something may lack. */
export class QueueKeeper {
  private readonly ending = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private epoch: string | null = null;
  private lacking = true;
  private wake = (): void => undefined;

  constructor(
    private readonly kept: Kept,
    private readonly log: Log,
    private readonly look = LOOK,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    this.wake();
    await this.running;
  }

  /** `soon`: it is not known to be in vain. */
  lacks(soon: boolean): void {
    this.lacking = true;
    if (soon) this.wake();
  }

  private async run(): Promise<void> {
    for (let away = false; !this.ending.signal.aborted;) {
      try {
        await this.fillWhereLacking();
        away = false;
      } catch (error) {
        const said = { schedule: this.kept.name, error: String(error).slice(0, TEXT) };
        if (!away && !this.ending.signal.aborted) this.log.warn('jobs can’t be put into the queue now', said);
        away = true;
      }
      if (away || !this.lacking) await this.nap();
    }
  }

  private async fillWhereLacking(): Promise<void> {
    const epoch = await this.kept.epoch();
    if (!this.lacking && epoch === this.epoch) return;
    this.lacking = false;
    try {
      const missing = await this.kept.fill(this.ending.signal);
      if (missing > 0) this.log.warn('jobs were missing and are put again', { schedule: this.kept.name, missing });
      this.epoch = epoch;
    } catch (error) {
      this.lacking = true;
      throw error;
    }
  }

  private async nap(): Promise<void> {
    if (this.ending.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.look);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
