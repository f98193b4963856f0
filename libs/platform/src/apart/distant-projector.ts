import { StorageUnavailable } from '@chuangwen/kernel';
import type { EventFeed, ReadModels } from '@chuangwen/ports';
import type { Arrivals } from '../arrivals';
import { LiveView, type Rebuild, type StreamOfTopic } from '../live-view';
import type { View } from '../view';
import type { Line } from './line';

/** A view that another thread keeps: read here, everything else is asked of that thread. */
export class DistantProjector extends LiveView {
  private line: Line | null = null;
  private started = false;
  /** A switch is being made there: readers wait until this is called. */
  private release: (() => void) | null = null;

  constructor(
    view: View,
    models: ReadModels,
    feed: EventFeed,
    private readonly arrivals: Arrivals,
  ) {
    super(view, models, feed);
  }

  /** The thread runs, or runs again. */
  async connected(line: Line): Promise<void> {
    this.line = line;
    if (this.started) await this.begin();
  }

  /** The thread ended: what it was switching to is as it was left. */
  async disconnected(): Promise<void> {
    this.line = null;
    if (this.release) await this.released(await this.models.live(this.view.name));
  }

  async start(): Promise<void> {
    this.started = true;
    await this.begin();
  }

  async stop(): Promise<void> {
    this.started = false;
    await this.asked('stop').catch(ignoreEnded); // one that ended has stopped
  }

  retry(stream: StreamOfTopic, dryRun: boolean): Promise<number> {
    return this.asked('retry', { stream, dryRun });
  }

  rebuild({ tenant, onProgress }: Rebuild = {}): Promise<number> {
    return this.asked('rebuild', { tenant }, onProgress);
  }

  compare(): Promise<{ equal: boolean; events: number }> {
    return this.asked('compare');
  }

  /** Returns when nobody reads, and keeps new readers waiting until `released`. */
  held(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    void this.gate.change(() => {
      resolve();
      return new Promise<void>((done) => (this.release = done));
    });
    return promise;
  }

  async released(generation: number): Promise<void> {
    this.generation = generation;
    this.release?.();
    this.release = null;
    this.arrivals.look(this.view.name);
  }

  moved(): void {
    this.arrivals.look(this.view.name);
  }

  private async begin(): Promise<void> {
    this.generation = await this.asked<number>('start');
  }

  private asked<T>(what: string, of: object = {}, told?: (news: never) => void): Promise<T> {
    if (!this.line) return Promise.reject(new StorageUnavailable('io'));
    return this.line.ask(what, { view: this.view.name, ...of }, told);
  }
}

function ignoreEnded(error: unknown): void {
  if (!(error instanceof StorageUnavailable)) throw error;
}
