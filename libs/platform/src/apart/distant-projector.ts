import { StorageUnavailable } from '@chuangwen/kernel';
import type { EventFeed, ReadModels, SeenChange } from '@chuangwen/ports';
import { setTimeout as pause } from 'node:timers/promises';
import type { Arrivals } from '../arrivals';
import { LiveView, type Rebuild, type StreamOfTopic } from '../live-view';
import type { View } from '../view';
import type { Line } from './line';

/** Before a view that could not be begun is begun again (ms). */
const AGAIN = 1000;

/** A start outlives so many deaths of the thread, and no more: then it is no accident. */
const MOST_DEATHS = 3;

/** A view that another thread keeps: read here, everything else is asked of that thread. */
export class DistantProjector extends LiveView {
  private line: Line | null = null;
  private started = false;
  /** While it is started: resolves when the thread runs again. */
  private starting: PromiseWithResolvers<void> | null = null;
  /** A switch is being made there: readers wait until this is called. */
  private release: (() => void) | null = null;

  constructor(view: View, models: ReadModels, feed: EventFeed, arrivals: Arrivals) {
    super(view, models, feed, arrivals);
  }

  /** The thread runs, or runs again: then until the view is begun, or that thread ends too. `told` hears of what failed. */
  async connected(line: Line, told: (error: unknown) => void): Promise<void> {
    this.line = line;
    if (this.starting) return this.starting.resolve();
    while (this.started && this.line === line) {
      try {
        return await this.begin();
      } catch (error) {
        await pause(AGAIN);
        if (this.line === line) told(error); // else that thread ended, which is said elsewhere
      }
    }
  }

  /** The thread ended: what it was switching to is as it was left. */
  async disconnected(line: Line): Promise<void> {
    if (this.line !== line) return;
    this.line = null;
    if (this.release) this.released(await this.models.live(this.view.name));
  }

  async start(): Promise<void> {
    this.started = true;
    for (let deaths = 0; ; deaths += 1) {
      this.starting = Promise.withResolvers();
      try {
        return await this.begin();
      } catch (error) {
        if (this.line !== null || deaths === MOST_DEATHS) throw error;
        await this.starting.promise; // it rests, and comes back
      } finally {
        this.starting = null;
      }
    }
  }

  async stop(): Promise<void> {
    this.started = false;
    await this.asked('stop').catch(ignoreEnded); // one that ended has stopped
  }

  /** Asked of that thread, which answers only while it turns. */
  async running(): Promise<boolean> {
    return this.started && this.asked<boolean>('running').catch(() => false);
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
    const held = Promise.withResolvers<void>();
    const switched = Promise.withResolvers<void>();
    this.release = switched.resolve; // also while it still waits for a reader
    void this.gate.change(() => {
      held.resolve();
      return switched.promise;
    });
    return held.promise;
  }

  released(generation: number): void {
    this.generation = generation;
    this.release?.();
    this.release = null;
    this.arrivals.look(this.view.name);
  }

  /** `where` is null when it is too much to say. */
  moved(where: readonly SeenChange[] | null): void {
    if (where) this.arrivals.announce(this.view.name, where);
    else this.arrivals.look(this.view.name);
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
