import { RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import { Lanes, ViewMoved } from '@chuangwen/ports';
import type { Delivery, EventFeed, ReadModels, SeenChange, Subscription, ViewRef } from '@chuangwen/ports';
import { setTimeout as pause } from 'node:timers/promises';
import type { Arrivals } from './arrivals';
import { Build, LIVE } from './build';
import type { Clock } from './clock';
import type { EventCodec } from './codec';
import { Consumption } from './consumer';
import { told } from './consumer-log';
import type { Gate } from './gate';
import { earliest, hears, nextOf, samePlaces } from './lag';
import { LiveView, type Rebuild, type StreamOfTopic } from './live-view';
import { sameRows } from './same-rows';
import type { View } from './view';
import { ViewWork } from './view-work';
import { deliverySpans } from './watch/story-spans';
import { isTracing } from './watch/tracing';

/** So many events behind, a live view is brought up the way a new one is built. */
const FAR = 5_000;
/** A smaller delivery is the end of what there is, and not worth asking. */
const FULL = 500;
/** Then a retry or a switch that waits has its turn. */
const STRETCH = 50_000;

/** A stretch that others disturb is tried so often, with so long between (ms). */
const TRIES = 20;
const AGAIN = 250;

/** Keeps one view up to date, and rebuilds it beside the live one. */
export class Projector extends LiveView {
  /** Who writes the live generation. */
  private readonly turn = new Lanes();
  /** Who builds the one beside it. */
  private readonly building = new Lanes();
  private stopped = false;
  private subscription: Subscription | null = null;

  constructor(
    view: View,
    models: ReadModels,
    feed: EventFeed,
    private readonly codec: EventCodec,
    arrivals: Pick<Arrivals, 'announce' | 'look'>,
    private readonly clock: Clock,
    private readonly group: string,
    /** Where it is read in another thread, that one's; absent: its own. */
    private readonly readers?: Pick<Gate, 'change'>,
  ) {
    super(view, models, feed, arrivals);
  }

  override async start(): Promise<void> {
    this.stopped = false;
    this.generation = await this.models.live(this.view.name);
    this.subscription = await this.feed.subscribe({
      group: this.group,
      topics: this.view.topics,
      start: async (topic, partition) => {
        this.generation = await this.models.live(this.view.name); // another process may have switched
        return nextOf(await this.models.positions(this.ref), topic, partition);
      },
      handle: (delivery) =>
        told(
          this.group,
          delivery,
          this.turn.run('', () => this.handed(delivery)),
        ),
    });
  }

  override async stop(): Promise<void> {
    this.stopped = true;
    await this.subscription?.stop();
    this.subscription = null;
    await this.building.run('', async () => undefined);
    await this.turn.run('', async () => undefined);
  }

  override async running(): Promise<boolean> {
    return hears(this.subscription);
  }

  private async handed(delivery: Delivery): Promise<void | 'further'> {
    const { topic, partition, next, events } = delivery;
    if (events.length < FULL) return this.take(this.ref, delivery);
    const end = (await this.feed.ends([topic])).find((of) => of.partition === partition)?.next ?? next;
    if (end - next < FAR) return this.take(this.ref, delivery);
    await this.catchUp(topic, partition);
    return 'further';
  }

  /** A stretch towards the end, with documents kept in memory and few large commits: nobody else writes while it is our turn. */
  private async catchUp(topic: string, partition: number): Promise<void> {
    const { ref } = this;
    const from = await this.models.positions(ref);
    const told = (moved: readonly SeenChange[]) => this.announce(moved);
    const options = { empty: from.length === 0, limits: LIVE, told };
    const build = new Build(this.view, ref, this.models, this.codec, this.clock, options);
    let events = 0;
    for await (const delivery of this.feed.replay([topic], { from, partition })) {
      await build.take(delivery);
      events += delivery.events.length;
      if (events >= STRETCH || this.stopped) break;
    }
    await build.end();
  }

  private async take(ref: ViewRef, delivery: Delivery): Promise<void> {
    const began = performance.now();
    const moved = await this.consumption(ref).take(ref, delivery);
    if (ref.generation !== this.generation) return;
    this.announce(moved);
    if (isTracing())
      deliverySpans(this.group, delivery.events, moved, (type) => Object.hasOwn(this.view.route, type), began);
  }

  override async retry(stream: StreamOfTopic, dryRun: boolean): Promise<number> {
    return this.turn.run('', async () => {
      const { events, moved } = await this.consumption(this.ref).retry(this.ref, stream, dryRun);
      if (!dryRun) this.announce(moved);
      return events;
    });
  }

  override rebuild({ tenant, onProgress }: Rebuild = {}): Promise<number> {
    return this.building.run('', async () => {
      this.generation = await this.models.live(this.view.name);
      const beside: ViewRef = { view: this.view.name, generation: this.generation + 1 };
      await this.models.drop(beside); // what a rebuild that died left behind
      const events = await this.replayInto([beside], tenant, onProgress);
      return this.undisturbed(async () => {
        const last = await this.replayInto([beside, this.ref], tenant, (more) => onProgress?.(events + more));
        if (tenant !== undefined) await this.mustHaveNoneParked(beside);
        await (this.readers ?? this.gate).change(() => this.switch(beside, tenant));
        this.arrivals.look(this.view.name);
        return events + last;
      });
    });
  }

  /**
   * The last stretch with the live view held still, so that nothing falls between the two: by our turn here; where another
   * process wrote it meanwhile, the stretch is done again.
   */
  private async undisturbed<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.turn.run('', work);
      } catch (error) {
        if (!(error instanceof ViewMoved) || tries === TRIES || this.stopped) throw error;
        await pause(AGAIN);
      }
    }
  }

  private async switch(beside: ViewRef, tenant?: string): Promise<void> {
    try {
      if (tenant === undefined) await this.models.switchTo(beside);
      else await this.models.switchTenant(beside, tenant);
    } finally {
      // Asked and not assumed: of a switch that failed nobody knows whether it was made.
      this.generation = await this.models.live(this.view.name);
    }
  }

  private async mustHaveNoneParked(beside: ViewRef): Promise<void> {
    const count = (await this.models.parked(this.ref)).length + (await this.models.parked(beside)).length;
    if (count > 0) throw new RuleViolation('rebuild.parked', { count });
  }

  override compare(): Promise<{ equal: boolean; events: number }> {
    return this.building.run('', async () => {
      this.generation = await this.models.live(this.view.name);
      const beside: ViewRef = { view: this.view.name, generation: this.generation + 1 };
      await this.models.drop(beside);
      try {
        const events = await this.replayInto([beside]);
        return await this.undisturbed(async () => {
          const last = await this.replayInto([beside, this.ref]);
          const before = await this.models.positions(this.ref);
          const equal = await sameRows(this.models.dump(this.ref), this.models.dump(beside));
          if (!equal && !samePlaces(before, await this.models.positions(this.ref))) throw new ViewMoved(this.ref);
          return { equal, events: events + last };
        });
      } finally {
        await this.models.drop(beside);
      }
    });
  }

  /**
   * From where the last of the generations stands to the end as it is now: they then stand at the same place. Returns how
   * many events the first was handed.
   */
  private async replayInto(
    generations: readonly [beside: ViewRef, live?: ViewRef],
    tenant?: string,
    onProgress?: (events: number) => void,
  ): Promise<number> {
    const [beside, live] = generations;
    const reached = await Promise.all(generations.map((ref) => this.models.positions(ref!)));
    const options = { only: tenant, empty: reached[0]!.length === 0 };
    const build = new Build(this.view, beside, this.models, this.codec, this.clock, options);
    let events = 0;
    for await (const delivery of this.feed.replay(this.view.topics, { from: earliest(reached) })) {
      if (this.stopped) throw new StorageUnavailable('closed');
      await build.take(delivery);
      if (live) await this.take(live, delivery);
      events += delivery.events.length;
      onProgress?.(build.written);
    }
    await build.end();
    onProgress?.(events);
    return events;
  }

  private consumption(ref: ViewRef): Consumption {
    return new Consumption(this.models, this.clock, () => new ViewWork(this.view, ref, this.models, this.codec));
  }

  private announce(moved: readonly SeenChange[]): void {
    this.arrivals.announce(this.view.name, moved);
  }
}
