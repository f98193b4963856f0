import type { StoredEvent } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import type { ReadModels, ViewRef } from '@chuangwen/ports';
import type { EventCodec, Recorded } from './codec';
import type { Work } from './consumer';
import { Fold, targetsOf, type Ref } from './fold';
import type { View } from './view';

/** Opens and routes each event of a batch, then folds it. */
export class ViewWork implements Work {
  private readonly fold: Fold;

  constructor(
    private readonly view: View,
    private readonly ref: ViewRef,
    private readonly models: ReadModels,
    private readonly codec: EventCodec,
    /** Only documents in this tenant's partition. */
    private readonly only?: string,
  ) {
    this.fold = new Fold(view);
  }

  take(stored: StoredEvent): Promise<void> | void {
    if (!Object.hasOwn(this.view.route, stored.type)) return this.codec.mustKnow(stored);
    const event = this.codec.decode(stored);
    return event instanceof Promise ? event.then((opened) => this.apply(stored, opened)) : this.apply(stored, event);
  }

  finish() {
    return this.fold.changes();
  }

  private apply(stored: StoredEvent, event: DomainEvent): Promise<void> | void {
    const { data: _sealed, ...meta } = stored;
    const recorded: Recorded = { ...event, meta };
    const targets = targetsOf(this.view, recorded);
    const refs = this.only === undefined ? targets : targets.filter(({ tenant }) => tenant === this.only);
    const unknown = this.fold.unknown(refs);
    if (unknown.length === 0) return this.fold.apply(recorded, refs);
    return this.fetch(unknown).then(() => this.fold.apply(recorded, refs));
  }

  private async fetch(refs: readonly Ref[]): Promise<void> {
    this.fold.know(refs, await this.models.load(this.ref, refs));
  }
}
