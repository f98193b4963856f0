import type { StreamRef } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { EventStore } from '@chuangwen/ports';
import type { Aggregate } from './aggregate';
import type { EventCodec } from './codec';
import { Lru } from './lru';

export type State = Readonly<{ state: unknown; version: number }>;
/** `age`: how many keys had been destroyed when the load began. */
export type Loaded = State & Readonly<{ remembered: boolean; age: number }>;

const SNAPSHOT_EVERY = 100;
/** States of ids and days: some hundred bytes each. */
const SMALL = 20_000;
/** States with texts: a plan may be 50 KB. */
const WITH_TEXTS = 200;

type Kind = Pick<Aggregate<unknown, unknown, never>, 'kind' | 'snapshots'>;

/** Folded states of streams: from memory, from a snapshot and the events after it, or from all events. */
export class States {
  private readonly small = new Lru<State>(SMALL);
  private readonly withTexts = new Lru<State>(WITH_TEXTS);
  private age = 0;

  /** What a key opened is forgotten with it: a state with texts is folded again from what is left. */
  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {
    codec.onKeyDestroyed(() => {
      this.age += 1;
      this.withTexts.clear();
    });
  }

  async load<S, C, E extends DomainEvent>(aggregate: Aggregate<S, C, E>, ref: StreamRef): Promise<Loaded> {
    const known = this.recent(aggregate).get(keyOf(aggregate, ref));
    const { age } = this;
    if (known) return { ...known, remembered: true, age };
    const snapshot = await this.store.loadSnapshot(ref, aggregate.kind);
    const slice = await this.store.read(ref, snapshot?.version ?? 0);
    let state = snapshot
      ? (JSON.parse(Buffer.from(snapshot.state).toString('utf8')) as S)
      : aggregate.decider.initialState();
    for (const stored of slice.events) {
      const event = this.codec.decode(stored);
      state = aggregate.decider.evolve(state, (event instanceof Promise ? await event : event) as E);
    }
    const loaded = { state, version: slice.version };
    this.remember(aggregate, ref, loaded, age);
    return { ...loaded, remembered: false, age };
  }

  /** The state after an append that was made on `before`. */
  moved(aggregate: Kind, ref: StreamRef, before: Loaded, after: State): void {
    this.remember(aggregate, ref, after, before.age);
    if (aggregate.snapshots !== false && crosses(before.version, after.version))
      this.keepSnapshot(aggregate.kind, ref, after);
  }

  forget(aggregate: Kind, ref: StreamRef): void {
    this.recent(aggregate).delete(keyOf(aggregate, ref));
  }

  /** A read that took its time puts no older state in the place of a newer one, and no text that was erased meanwhile. */
  private remember(aggregate: Kind, ref: StreamRef, loaded: State, age: number): void {
    if (age !== this.age && aggregate.snapshots === false) return;
    const [recent, key] = [this.recent(aggregate), keyOf(aggregate, ref)];
    const known = recent.get(key);
    if (!known || known.version <= loaded.version) recent.set(key, loaded);
  }

  private recent({ snapshots }: Kind): Lru<State> {
    return snapshots === false ? this.withTexts : this.small;
  }

  /** A snapshot only saves time, so nobody waits for it and its loss is no error. */
  private keepSnapshot(kind: string, ref: StreamRef, { state, version }: State): void {
    const bytes = Buffer.from(JSON.stringify(state));
    this.store.saveSnapshot(ref, { version, kind, state: bytes }).catch(() => undefined);
  }
}

const keyOf = ({ kind }: Kind, { tenant, stream }: StreamRef) => `${kind}\0${tenant}\0${stream}`;

const crosses = (before: number, after: number) =>
  Math.floor(before / SNAPSHOT_EVERY) < Math.floor(after / SNAPSHOT_EVERY);
