import type { StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { ReadModels, ViewRef } from '@chuangwen/ports';
import type { EventCodec, Recorded } from './codec';
import type { Memory, Work } from './consumer';
import { Fold, targetsOf, type Ref } from './fold';
import type { View } from './view';

type Ready = Readonly<{ event: Recorded; refs: readonly Ref[] }>;

/** Opens and routes each event of a batch, then folds it. */
export class ViewWork implements Work {
  private readonly fold: Fold;
  private ready = new Map<StoredEvent, Ready>();

  constructor(
    private readonly view: View,
    private readonly ref: ViewRef,
    private readonly models: ReadModels,
    private readonly codec: EventCodec,
    /** Only documents in this tenant's partition. */
    private readonly only: string | undefined = undefined,
    /** Complete: what is not in memory does not exist. */
    private readonly memory: Memory = { complete: false },
  ) {
    this.fold = new Fold(view);
  }

  /** Opens the events and loads their documents in one read. */
  async prepare(events: readonly StoredEvent[]): Promise<void> {
    this.ready = new Map();
    const missing: Ref[] = [];
    for (const stored of events) {
      if (!Object.hasOwn(this.view.route, stored.type)) continue;
      try {
        const opening = this.codec.decodeOnce(stored);
        const ready = this.routed(stored, opening instanceof Promise ? await opening : opening);
        this.ready.set(stored, ready);
        for (const ref of ready.refs) if (!this.fold.knows(ref)) missing.push(ref);
      } catch {
        // Not judged here: this one event fails again when it is taken.
      }
    }
    await this.fetch(missing);
  }

  take(stored: StoredEvent): Promise<void> | void {
    const ready = this.ready.get(stored);
    if (ready) return this.fold.apply(ready.event, ready.refs);
    if (!Object.hasOwn(this.view.route, stored.type)) return this.codec.mustKnow(stored);
    const event = this.codec.decodeOnce(stored);
    return event instanceof Promise
      ? event.then((opened) => this.apply(this.routed(stored, opened)))
      : this.apply(this.routed(stored, event));
  }

  finish() {
    return this.fold.drain();
  }

  /** Documents changed since the last `finish`. */
  get touched(): number {
    return this.fold.size;
  }

  /** Documents are loaded again from what was committed. */
  forget(): void {
    this.fold.forget();
  }

  private routed(stored: StoredEvent, event: DomainEvent): Ready {
    const recorded: Recorded = { type: event.type, data: event.data, meta: stored };
    const targets = targetsOf(this.view, recorded);
    return {
      event: recorded,
      refs: this.only === undefined ? targets : targets.filter(({ tenant }) => tenant === this.only),
    };
  }

  private apply({ event, refs }: Ready): Promise<void> | void {
    const unknown = this.fold.unknown(refs);
    if (unknown.length === 0) return this.fold.apply(event, refs);
    return this.fetch(unknown).then(() => this.fold.apply(event, refs));
  }

  private async fetch(refs: readonly Ref[]): Promise<void> {
    if (refs.length === 0) return;
    const unique = this.fold.unknown(refs);
    const known = this.memory.complete ? [] : await this.models.load(this.ref, unique);
    this.fold.know(unique, known);
  }
}
