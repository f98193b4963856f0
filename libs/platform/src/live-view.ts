import type { EventFeed, Position, ReadModels, ViewRef } from '@chuangwen/ports';
import type { Arrivals } from './arrivals';
import { Gate } from './gate';
import { lagOf, nextOf } from './lag';
import type { View } from './view';

/** `tenant`: that one's part only. `onProgress` is told how many events are done. */
export type Rebuild = Readonly<{ tenant?: string; onProgress?: (events: number) => void }>;

export type StreamOfTopic = Readonly<{ topic: string; tenant: string; stream: string }>;

/** A view as it is read, and what can be asked of whoever keeps it up to date: this thread (Projector) or another one. */
export abstract class LiveView {
  protected readonly gate = new Gate();
  protected generation = 0;

  constructor(
    readonly view: View,
    protected readonly models: ReadModels,
    protected readonly feed: EventFeed,
    /** Told when another generation is read from now on. */
    protected readonly arrivals: Pick<Arrivals, 'announce' | 'look'>,
  ) {
    models.onSwitched((name, generation) => {
      if (name === view.name) void this.gate.change(async () => this.nowLive(generation));
    });
  }

  abstract start(): Promise<void>;
  /** A delivery or retry in work is finished, a rebuild is given up: what it made is dropped by the next one. */
  abstract stop(): Promise<void>;
  /** Whether it is heard for here, so that the view moves when something happens. */
  abstract running(): Promise<boolean>;
  /** Retries a parked stream; a dry run only says whether it would go. Throws what still fails. */
  abstract retry(stream: StreamOfTopic, dryRun: boolean): Promise<number>;
  /**
   * Builds the view anew beside the live one and switches when it has caught up; readers see the old one until then.
   * Every event is read also for one tenant's part: what others addressed to it stands there too. Throws RuleViolation
   * `rebuild.parked`: a parked stream may have reached one tenant's part and not another's, so only the whole can be built.
   */
  abstract rebuild(options?: Rebuild): Promise<number>;
  /** Whether a full replay gives the same bytes as the live view. Leaves nothing behind. */
  abstract compare(): Promise<{ equal: boolean; events: number }>;

  get ref(): ViewRef {
    return { view: this.view.name, generation: this.generation };
  }

  /** Reads the live generation, which is not dropped before the read is done. */
  read<T>(work: (ref: ViewRef) => Promise<T>): Promise<T> {
    return this.gate.read(() => work(this.ref));
  }

  /** How many events the view is behind, over all its topics. Of the live generation, also while another takes its place. */
  lag(): Promise<number> {
    return this.read((ref) => lagOf(this.models, this.feed, ref, this.view.topics));
  }

  /** Whether the view has taken all events before these ends; what came after them does not count. */
  async reaches(ends: readonly Position[]): Promise<boolean> {
    const at = await this.read((ref) => this.models.positions(ref));
    return ends.every(({ topic, partition, next }) => nextOf(at, topic, partition) >= next);
  }

  /** Where its topics end now, all that this service has stored by now included. */
  async ends(): Promise<readonly Position[]> {
    await this.feed.settled();
    return this.feed.ends(this.view.topics);
  }

  parked() {
    return this.models.parked(this.ref);
  }

  private nowLive(generation: number): void {
    this.generation = generation;
    this.arrivals.look(this.view.name);
  }
}
