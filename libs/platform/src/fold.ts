import type { DomainEvent } from '@chuangwen/kernel';
import type { CounterChange, Document, DocumentChange } from '@chuangwen/ports';
import { dayOf } from './clock';
import type { Recorded } from './codec';
import type { Contribution, View } from './view';

export type Ref = Readonly<{ tenant: string; id: string }>;

const keyOf = ({ tenant, id }: Ref) => `${tenant}\0${id}`;

/** Where an event goes in a view. Throws when the view would write into a partition the event is not addressed to. */
export function targetsOf(view: View, event: Recorded): Ref[] {
  if (!Object.hasOwn(view.route, event.type)) return [];
  const route = view.route[event.type] as (event: Recorded) => unknown;
  const routed = route(event) as string | Ref | readonly (string | Ref)[];
  const refs = new Map<string, Ref>();
  for (const target of (Array.isArray(routed) ? routed : [routed]) as readonly (string | Ref)[]) {
    const ref = typeof target === 'string' ? { tenant: event.meta.tenant, id: target } : target;
    if (ref.tenant !== event.meta.tenant && !event.meta.audience.includes(ref.tenant))
      throw new Error(`view ${view.name}: ${event.type} is not addressed to tenant ${ref.tenant}`);
    refs.set(keyOf(ref), ref); // named twice, it is still touched once
  }
  return [...refs.values()];
}

/** Documents of a view as they change during one batch: nothing is written before the whole batch is folded. */
export class Fold {
  private readonly documents = new Map<string, Document | null>();
  private readonly touched = new Map<string, DocumentChange>();
  private readonly counters = new Map<string, { change: Omit<CounterChange, 'add'>; add: Record<string, number> }>();

  constructor(private readonly view: View) {}

  unknown(refs: readonly Ref[]): Ref[] {
    const missing = new Map<string, Ref>();
    for (const ref of refs) if (!this.documents.has(keyOf(ref))) missing.set(keyOf(ref), ref);
    return [...missing.values()];
  }

  know(refs: readonly Ref[], documents: readonly (Document | null)[]): void {
    refs.forEach((ref, i) => this.documents.set(keyOf(ref), documents[i] ?? null));
  }

  /** All of the event or, when it throws, nothing of it. */
  apply(event: Recorded<DomainEvent>, refs: readonly Ref[]): void {
    const after = refs.map(
      (ref) => this.view.evolve(this.documents.get(keyOf(ref)) ?? null, event, ref.id) as Document | null,
    );
    const counts = this.view.contributions;
    const differences = counts
      ? refs.map((ref, i) => difference(counts, this.documents.get(keyOf(ref)) ?? null, after[i] ?? null))
      : [];
    const changes = refs.map((ref, i) => this.changed(ref, after[i] ?? null));
    refs.forEach((ref, i) => {
      this.documents.set(keyOf(ref), after[i] ?? null);
      this.touched.set(keyOf(ref), changes[i]!);
      const day = (after[i] && this.view.countedOn?.(after[i])) ?? dayOf(event.meta.recordedAt);
      for (const change of differences[i] ?? []) this.count(ref.tenant, day, change);
    });
  }

  changes(): { documents: DocumentChange[]; counters: CounterChange[] } {
    const counters = [...this.counters.values()].map(({ change, add }) => ({ ...change, add }));
    return { documents: [...this.touched.values()], counters };
  }

  /** Indexed with each event and not once at the end, so that an event whose document can't be indexed fails alone. */
  private changed(ref: Ref, body: Document | null): DocumentChange {
    const index = body && this.view.index ? this.view.index(body) : {};
    const listed = Object.entries(index).map(([name, of]) => [name, typeof of === 'string' ? [of] : of] as const);
    return { ...ref, body, index: Object.fromEntries(listed) };
  }

  private count(tenant: string, day: string, { group, key, values }: Contribution): void {
    const at = [tenant, group, key, day].join('\0');
    const counter = this.counters.get(at) ?? { change: { tenant, group, key, day }, add: {} };
    for (const [name, value] of Object.entries(values)) counter.add[name] = (counter.add[name] ?? 0) + value;
    this.counters.set(at, counter);
  }
}

/** New − old, by group and key. */
function difference(
  counts: (document: object) => readonly Contribution[],
  before: Document | null,
  after: Document | null,
): Contribution[] {
  const result = new Map<string, { group: string; key: string; values: Record<string, number> }>();
  const add = (contributions: readonly Contribution[], sign: 1 | -1) => {
    for (const { group, key, values } of contributions) {
      const at = `${group}\0${key}`;
      const sum = result.get(at) ?? { group, key, values: {} };
      for (const [name, value] of Object.entries(values)) sum.values[name] = (sum.values[name] ?? 0) + sign * value;
      result.set(at, sum);
    }
  };
  if (before) add(counts(before), -1);
  if (after) add(counts(after), 1);
  for (const [at, { values }] of result) {
    for (const name of Object.keys(values)) if (values[name] === 0) delete values[name];
    if (Object.keys(values).length === 0) result.delete(at);
  }
  return [...result.values()];
}
