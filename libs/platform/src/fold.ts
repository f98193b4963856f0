import type { DomainEvent } from '@chuangwen/kernel';
import type { CounterChange, Document, DocumentChange } from '@chuangwen/ports';
import { dayOf } from './clock';
import type { Recorded } from './codec';
import type { Contribution, View } from './view';

/** `key`: the two as one text, made once. */
export type Ref = Readonly<{ tenant: string; id: string; key: string }>;

type Place = Readonly<{ tenant: string; id: string }>;
const refOf = ({ tenant, id }: Place): Ref => ({ tenant, id, key: `${tenant}\0${id}` });

/** Where an event goes in a view. Throws when the view would write into a partition the event is not addressed to. */
export function targetsOf(view: View, event: Recorded): Ref[] {
  if (!Object.hasOwn(view.route, event.type)) return [];
  const route = view.route[event.type] as (event: Recorded) => unknown;
  const routed = route(event) as string | Place | readonly (string | Place)[];
  if (typeof routed === 'string') return [refOf({ tenant: event.meta.tenant, id: routed })];
  const refs = new Map<string, Ref>();
  for (const target of (Array.isArray(routed) ? routed : [routed]) as readonly (string | Place)[]) {
    const ref = refOf(typeof target === 'string' ? { tenant: event.meta.tenant, id: target } : target);
    if (ref.tenant !== event.meta.tenant && !event.meta.audience.includes(ref.tenant))
      throw new Error(`view ${view.name}: ${event.type} is not addressed to tenant ${ref.tenant}`);
    refs.set(ref.key, ref); // named twice, it is still touched once
  }
  return [...refs.values()];
}

type Index = ReturnType<NonNullable<View['index']>>;
/** A document as far as it is folded; `was`: as it is stored; `counted`: what it contributes; null: not asked for yet. */
type Entry = {
  ref: Ref;
  body: Document | null;
  was: Document | null;
  counted: readonly Contribution[] | null;
  index: Index;
};

const NOTHING: readonly Contribution[] = [];
const NO_INDEX: Index = {};

/** Documents of a view as they change during one batch: nothing is written before the whole batch is folded. */
export class Fold {
  private entries = new Map<string, Entry>();
  private touched = new Set<Entry>();
  private counters = new Map<string, { change: Omit<CounterChange, 'add'>; add: Record<string, number> }>();

  constructor(private readonly view: View) {}

  /** Documents changed since the last `drain`. */
  get size(): number {
    return this.touched.size;
  }

  knows({ key }: Ref): boolean {
    return this.entries.has(key);
  }

  unknown(refs: readonly Ref[]): Ref[] {
    const missing = new Map<string, Ref>();
    for (const ref of refs) if (!this.entries.has(ref.key)) missing.set(ref.key, ref);
    return [...missing.values()];
  }

  know(refs: readonly Ref[], documents: readonly (Document | null)[]): void {
    refs.forEach((ref, i) => {
      const body = documents[i] ?? null;
      this.entries.set(ref.key, { ref, body, was: body, counted: null, index: NO_INDEX });
    });
  }

  /** All of the event or, when it throws, nothing of it. */
  apply(event: Recorded<DomainEvent>, refs: readonly Ref[]): void {
    const changes = refs.map((ref) => {
      const entry = this.entries.get(ref.key)!;
      const body = this.view.evolve(entry.body, event, ref.id) as Document | null;
      const counted = this.countsOf(body);
      // Indexed with each event and not once at the end, so that an event whose document can't be indexed fails alone.
      const index = body && this.view.index ? this.view.index(body) : NO_INDEX;
      const day = (body && this.view.countedOn?.(body)) ?? null;
      return {
        entry,
        body,
        counted,
        index,
        day,
        differences: difference(entry.counted ?? this.countsOf(entry.body), counted),
      };
    });
    for (const { entry, body, counted, index, day, differences } of changes) {
      Object.assign(entry, { body, counted, index });
      this.touched.add(entry);
      for (const change of differences) this.count(entry.ref.tenant, day ?? dayOf(event.meta.recordedAt), change);
    }
  }

  changes(): { documents: DocumentChange[]; counters: CounterChange[] } {
    const documents = [...this.touched].map(({ ref: { tenant, id }, body, was, index }) => ({
      tenant,
      id,
      body,
      was,
      index: listed(index),
    }));
    const counters = [...this.counters.values()].map(({ change, add }) => ({ ...change, add }));
    return { documents, counters };
  }

  /** The changes, which then count as written; the documents stay in memory. */
  drain(): { documents: DocumentChange[]; counters: CounterChange[] } {
    const changes = this.changes();
    for (const entry of this.touched) entry.was = entry.body;
    [this.touched, this.counters] = [new Set(), new Map()];
    return changes;
  }

  /** Nothing is in memory any more. Only after what was drained is written. */
  forget(): void {
    this.entries = new Map();
  }

  private countsOf(document: Document | null): readonly Contribution[] {
    return document && this.view.contributions ? this.view.contributions(document) : NOTHING;
  }

  private count(tenant: string, day: string, { group, key, values }: Contribution): void {
    const at = `${tenant}\0${group}\0${key}\0${day}`;
    let counter = this.counters.get(at);
    if (!counter) this.counters.set(at, (counter = { change: { tenant, group, key, day }, add: {} }));
    for (const name in values) counter.add[name] = (counter.add[name] ?? 0) + values[name]!;
  }
}

const listed = (index: Index): Record<string, readonly string[]> =>
  Object.fromEntries(Object.entries(index).map(([name, of]) => [name, typeof of === 'string' ? [of] : of]));

const samePlace = (a: Contribution, b: Contribution) => a.group === b.group && a.key === b.key;

/** null where nothing changed. */
function changed({ group, key, values: old }: Contribution, { values: now }: Contribution): Contribution | null {
  let values: Record<string, number> | null = null;
  const note = (name: string, by: number) => {
    if (by !== 0) (values ??= {})[name] = by;
  };
  for (const name in now) note(name, now[name]! - (old[name] ?? 0));
  for (const name in old) if (!(name in now)) note(name, -old[name]!);
  return values && { group, key, values };
}

/** New − old, by group and key. */
function difference(before: readonly Contribution[], after: readonly Contribution[]): readonly Contribution[] {
  if (before === after) return NOTHING;
  // Mostly a document stays where it counts, and some values change.
  if (before.length === after.length && before.every((old, at) => samePlace(old, after[at]!)))
    return before.flatMap((old, at) => changed(old, after[at]!) ?? NOTHING);
  const result = new Map<string, { group: string; key: string; values: Record<string, number> }>();
  const add = (contributions: readonly Contribution[], sign: 1 | -1) => {
    for (const { group, key, values } of contributions) {
      const at = `${group}\0${key}`;
      const sum = result.get(at) ?? { group, key, values: {} };
      for (const [name, value] of Object.entries(values)) sum.values[name] = (sum.values[name] ?? 0) + sign * value;
      result.set(at, sum);
    }
  };
  add(before, -1);
  add(after, 1);
  for (const [at, { values }] of result) {
    for (const name of Object.keys(values)) if (values[name] === 0) delete values[name];
    if (Object.keys(values).length === 0) result.delete(at);
  }
  return [...result.values()];
}
