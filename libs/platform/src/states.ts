import type { StreamRef } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { EventStore } from '@chuangwen/ports';
import type { Aggregate } from './aggregate';
import type { EventCodec } from './codec';
import { Lru } from './lru';
import { Snapshots, type Kind, type State } from './snapshots';

/** `age`: how many keys had been destroyed when the load began. */
export type Loaded = State & Readonly<{ remembered: boolean; age: number }>;

/** States of ids and days: some hundred bytes each. */
const SMALL = 20_000;
/** States with texts, bytes of the events they were folded from: some thousand tasks, or hundred plans. */
const WITH_TEXTS = 8 * 1024 * 1024;
/** What even the state of an empty stream takes. */
const AT_LEAST = 500;

/** Folded states of streams: from memory, from a snapshot and the events after it, or from all events. */
export class States {
  private readonly small = new Lru<State>(SMALL);
  private readonly withTexts = new Lru<State>(WITH_TEXTS, ({ bytes }) => AT_LEAST + bytes);
  private readonly snapshots: Snapshots;
  private age = 0;

  /** What a key opened is forgotten with it: a state with texts is folded again from what is left. */
  constructor(
    private readonly store: EventStore,
    private readonly codec: EventCodec,
  ) {
    this.snapshots = new Snapshots(store, codec);
    codec.onKeyDestroyed(() => {
      this.age += 1;
      this.withTexts.clear();
    });
  }

  async load<S, C, E extends DomainEvent>(aggregate: Aggregate<S, C, E>, ref: StreamRef): Promise<Loaded> {
    const known = this.recent(aggregate).get(keyOf(aggregate, ref));
    const { age } = this;
    if (known) return { ...known, remembered: true, age };
    const snapshot = await this.snapshots.load(aggregate, ref);
    const slice = await this.store.read(ref, snapshot?.version ?? 0);
    const subjects = new Set(snapshot?.subjects);
    let state = (snapshot?.state as S | undefined) ?? aggregate.decider.initialState();
    let bytes = snapshot?.bytes ?? 0;
    for (const stored of slice.events) {
      bytes += stored.data.length;
      const event = this.codec.decode(stored, subjects);
      state = aggregate.decider.evolve(state, (event instanceof Promise ? await event : event) as E);
    }
    const loaded = { state, version: slice.version, subjects, bytes };
    this.remember(aggregate, ref, loaded, age);
    return { ...loaded, remembered: false, age };
  }

  /** As it is stored now: what is remembered may be behind where others append as well. */
  async current<S, C, E extends DomainEvent>(aggregate: Aggregate<S, C, E>, ref: StreamRef): Promise<Loaded> {
    const loaded = await this.load(aggregate, ref);
    if (!loaded.remembered || !this.store.shared) return loaded;
    if ((await this.store.read(ref, loaded.version)).version === loaded.version) return loaded;
    this.forget(aggregate, ref);
    return this.load(aggregate, ref);
  }

  /** The state after an append that was made on `before`. */
  moved(aggregate: Kind, ref: StreamRef, before: Loaded, after: State): void {
    this.remember(aggregate, ref, after, before.age);
    this.snapshots.keep(aggregate, ref, before.version, after);
  }

  forget(aggregate: Kind, ref: StreamRef): void {
    this.recent(aggregate).delete(keyOf(aggregate, ref));
  }

  clear(): void {
    this.small.clear();
    this.withTexts.clear();
  }

  /** A read that took its time puts no older state in the place of a newer one, and no text that was erased meanwhile. */
  private remember(aggregate: Kind, ref: StreamRef, loaded: State, age: number): void {
    if (age !== this.age && aggregate.texts) return;
    const [recent, key] = [this.recent(aggregate), keyOf(aggregate, ref)];
    const known = recent.get(key);
    if (!known || known.version <= loaded.version) recent.set(key, loaded);
  }

  private recent({ texts }: Kind): Lru<State> {
    return texts ? this.withTexts : this.small;
  }
}

const keyOf = ({ kind }: Kind, { tenant, stream }: StreamRef) => `${kind}\0${tenant}\0${stream}`;
