import type { StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { Delivery, EventFeed, Position, ReadModels, SeenChange, Subscription, ViewRef } from '@chuangwen/ports';
import type { Clock } from './clock';
import type { EventCodec, Recorded } from './codec';
import { Consumption, type Work } from './consumer';
import { Fold, targetsOf, type Ref } from './fold';
import type { Arrivals } from './arrivals';
import { Lanes } from './lanes';
import type { View } from './view';

/** Opens and routes each event of a batch, then folds it. */
export class ViewWork implements Work {
  private readonly fold: Fold;

  constructor(
    private readonly view: View,
    private readonly ref: ViewRef,
    private readonly models: ReadModels,
    private readonly codec: EventCodec,
  ) {
    this.fold = new Fold(view);
  }

  take(stored: StoredEvent): Promise<void> | void {
    if (!(stored.type in this.view.route)) return;
    const event = this.codec.decode(stored);
    return event instanceof Promise ? event.then((opened) => this.apply(stored, opened)) : this.apply(stored, event);
  }

  finish() {
    return this.fold.changes();
  }

  private apply(stored: StoredEvent, event: DomainEvent): Promise<void> | void {
    const { data: _sealed, ...meta } = stored;
    const recorded: Recorded = { ...event, meta };
    const refs = targetsOf(this.view, recorded);
    const unknown = this.fold.unknown(refs);
    if (unknown.length === 0) return this.fold.apply(recorded, refs);
    return this.fetch(unknown).then(() => this.fold.apply(recorded, refs));
  }

  private async fetch(refs: readonly Ref[]): Promise<void> {
    this.fold.know(refs, await this.models.load(this.ref, refs));
  }
}

/** One tenant's part only; `onProgress` is told how many events are done. */
type Rebuild = Readonly<{ tenant?: string; onProgress?: (events: number) => void }>;

/** Keeps one view up to date, and rebuilds it beside the live one. */
export class Projector {
  private readonly turn = new Lanes();
  private generation = 0;
  private subscription: Subscription | null = null;

  constructor(
    readonly view: View,
    private readonly models: ReadModels,
    private readonly feed: EventFeed,
    private readonly codec: EventCodec,
    private readonly arrivals: Arrivals,
    private readonly clock: Clock,
    private readonly group: string,
  ) {}

  get ref(): ViewRef {
    return { view: this.view.name, generation: this.generation };
  }

  async start(): Promise<void> {
    this.generation = await this.models.live(this.view.name);
    this.subscription = await this.feed.subscribe({
      group: this.group,
      topics: this.view.topics,
      start: async (topic, partition) => nextOf(await this.models.positions(this.ref), topic, partition),
      handle: (delivery) => this.turn.run('', () => this.take(this.ref, delivery)),
    });
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
    this.subscription = null;
  }

  private async take(ref: ViewRef, delivery: Delivery): Promise<void> {
    const moved = await this.consumption(ref).take(ref, delivery);
    if (ref.generation === this.generation) this.announce(moved);
  }

  /** Retries a parked stream; a dry run only says whether it would go. Throws what still fails. */
  async retry(stream: { topic: string; tenant: string; stream: string }, dryRun: boolean): Promise<number> {
    return this.turn.run('', async () => {
      const { events, moved } = await this.consumption(this.ref).retry(this.ref, stream, dryRun);
      if (!dryRun) this.announce(moved);
      return events;
    });
  }

  /**
   * Builds the view anew beside the live one and switches when it has caught up; readers see the old one until then.
   */
  async rebuild(options: Rebuild = {}): Promise<number> {
    const { tenant } = options;
    const beside: ViewRef = { view: this.view.name, generation: (await this.models.live(this.view.name)) + 1 };
    await this.models.drop(beside); // what a rebuild that died left behind
    let events = await this.replayInto(beside, options);
    // The last stretch with the live view held still, so that nothing falls between the two.
    await this.turn.run('', async () => {
      events += await this.replayInto(beside, options);
      if (tenant === undefined) {
        await this.models.switchTo(beside);
        this.generation = beside.generation;
      } else await this.models.switchTenant(beside, tenant);
    });
    this.arrivals.all();
    return events;
  }

  /** Whether a full replay gives the same bytes as the live view. Leaves nothing behind. */
  async compare(): Promise<{ equal: boolean; events: number }> {
    const beside: ViewRef = { view: this.view.name, generation: this.generation + 1 };
    await this.models.drop(beside);
    try {
      let events = await this.replayInto(beside);
      return await this.turn.run('', async () => {
        events += await this.replayInto(beside);
        await this.replayInto(this.ref);
        return { equal: await sameRows(this.models.dump(this.ref), this.models.dump(beside)), events };
      });
    } finally {
      await this.models.drop(beside);
    }
  }

  /** How many events the view is behind, over all its topics. */
  async lag(): Promise<number> {
    const at = await this.models.positions(this.ref);
    const ends = await this.feed.ends(this.view.topics);
    return ends.reduce((sum, end) => sum + Math.max(0, end.next - nextOf(at, end.topic, end.partition)), 0);
  }

  parked() {
    return this.models.parked(this.ref);
  }

  /** From where the generation stands to the end as it is now. Returns how many events. */
  private async replayInto(ref: ViewRef, options: Rebuild = {}): Promise<number> {
    const from = await this.models.positions(ref);
    const only = options.tenant === undefined ? {} : { tenant: options.tenant };
    let events = 0;
    for await (const delivery of this.feed.replay(this.view.topics, { ...only, from })) {
      await this.take(ref, delivery);
      events += delivery.events.length;
      options.onProgress?.(events);
    }
    return events;
  }

  private consumption(ref: ViewRef): Consumption {
    return new Consumption(this.models, this.clock, () => new ViewWork(this.view, ref, this.models, this.codec));
  }

  private announce(moved: readonly SeenChange[]): void {
    this.arrivals.announce(this.view.name, moved);
  }
}

export const nextOf = (positions: readonly Position[], topic: string, partition: number): number =>
  positions.find((p) => p.topic === topic && p.partition === partition)?.next ?? 0;

async function sameRows(a: AsyncIterable<string>, b: AsyncIterable<string>): Promise<boolean> {
  const [left, right] = [a[Symbol.asyncIterator](), b[Symbol.asyncIterator]()];
  for (;;) {
    const [x, y] = [await left.next(), await right.next()];
    if (x.done || y.done) return Boolean(x.done) === Boolean(y.done);
    if (x.value !== y.value) return false;
  }
}
