import type { StoredEvent } from '@chuangwen/contracts';
import {
  ReadModels,
  ViewMoved,
  type CounterDay,
  type CounterRow,
  type Differences,
  type Document,
  type Find,
  type Parked,
  type Position,
  type ViewCommit,
  type ViewRef,
} from '@chuangwen/ports';

type Stream = Readonly<{ topic: string; tenant: string; stream: string }>;
type Doc = { tenant: string; id: string; body: string; index: Readonly<Record<string, readonly string[]>> };
type Counter = { tenant: string; group: string; key: string; day: string; name: string; value: number };

class Generation {
  documents = new Map<string, Doc>();
  counters = new Map<string, Counter>();
  seen = new Map<string, Stream & { version: number }>();
  positions = new Map<string, Position>();
  parked = new Map<string, Parked & { topic: string }>();
  waiting = new Map<string, StoredEvent & { topic: string }>();
  /** By tenant, and by tenant and day. */
  stamps = new Map<string, number>();
  countedDays = new Map<string, number>();
}

const keyOf = (...parts: readonly (string | number)[]) => parts.join('\0');
const streamKey = ({ topic, tenant, stream }: Stream) => keyOf(topic, tenant, stream);

/** Views in memory, of several writers as well: of two that moved a stream from the same version one wins. `before` may throw or wait. */
export class MemoryReadModels extends ReadModels {
  private readonly generations = new Map<string, Generation>();
  private readonly lives = new Map<string, number>();
  private stamp = 0;
  commits = 0;
  before: (what: 'commit' | 'switch' | 'switched') => Promise<void> | void = () => undefined;

  private readonly listeners: ((view: string, generation: number) => void)[] = [];

  override async live(view: string) {
    return this.lives.get(view) ?? 1;
  }

  override onSwitched(listener: (view: string, generation: number) => void): void {
    this.listeners.push(listener);
  }

  /** Another process made it live. */
  switchedElsewhere({ view, generation }: ViewRef): void {
    this.lives.set(view, generation);
    for (const listener of this.listeners) listener(view, generation);
  }

  override async commit(ref: ViewRef, commit: ViewCommit) {
    await this.before('commit');
    this.commits += 1;
    const g = this.of(ref);
    const moved = commit.seen.some(
      ({ from, ...stream }) => from !== undefined && from !== (g.seen.get(streamKey(stream))?.version ?? 0),
    );
    if (moved || ref.generation < (this.lives.get(ref.view) ?? 0)) throw new ViewMoved(ref);
    for (const { tenant, id, body, index } of commit.documents) {
      if (body) g.documents.set(keyOf(tenant, id), { tenant, id, body: JSON.stringify(body), index });
      else g.documents.delete(keyOf(tenant, id));
    }
    for (const { tenant, group, key, day, add } of commit.counters) {
      for (const [name, by] of Object.entries(add)) {
        const at = keyOf(tenant, group, key, day, name);
        const value = (g.counters.get(at)?.value ?? 0) + by;
        if (value === 0) g.counters.delete(at);
        else g.counters.set(at, { tenant, group, key, day, name, value });
      }
    }
    const touched = new Set([...commit.documents, ...commit.counters].map(({ tenant }) => tenant));
    for (const tenant of touched) g.stamps.set(tenant, (this.stamp += 1));
    for (const { tenant, day } of commit.counters) g.countedDays.set(keyOf(tenant, day), this.stamp);
    for (const { from: _was, ...seen } of commit.seen) g.seen.set(streamKey(seen), seen);
    for (const position of commit.positions) g.positions.set(keyOf(position.topic, position.partition), position);
    for (const stream of commit.unpark ?? []) {
      g.parked.delete(streamKey(stream));
      for (const [key, event] of g.waiting) if (streamKey(event) === streamKey(stream)) g.waiting.delete(key);
    }
    for (const entry of commit.park ?? []) g.parked.set(streamKey(entry), entry);
    for (const event of commit.parkedEvents ?? []) g.waiting.set(keyOf(streamKey(event), event.version), event);
  }

  override async load(ref: ViewRef, refs: readonly { tenant: string; id: string }[]) {
    const { documents } = this.of(ref);
    return refs.map(({ tenant, id }) => {
      const found = documents.get(keyOf(tenant, id));
      return found ? (JSON.parse(found.body) as Document) : null;
    });
  }

  override async find(ref: ViewRef, tenant: string, { index, value, after = '', limit = 1000 }: Find = {}) {
    return [...this.of(ref).documents.values()]
      .filter((doc) => doc.tenant === tenant && doc.id > after)
      .filter((doc) => index === undefined || doc.index[index]?.includes(value ?? ''))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit)
      .map(({ id, body }) => ({ id, body: JSON.parse(body) as Document }));
  }

  override async sum(
    ref: ViewRef,
    tenants: readonly string[],
    group: string,
    { keyPrefix = '', until = '9999' }: { keyPrefix?: string; until?: string },
  ): Promise<CounterRow[]> {
    const rows = new Map<string, { tenant: string; key: string; values: Record<string, number> }>();
    for (const c of this.of(ref).counters.values()) {
      if (!tenants.includes(c.tenant) || c.group !== group || !c.key.startsWith(keyPrefix) || c.day > until) continue;
      const row = rows.get(keyOf(c.tenant, c.key)) ?? { tenant: c.tenant, key: c.key, values: {} };
      row.values[c.name] = (row.values[c.name] ?? 0) + c.value;
      rows.set(keyOf(c.tenant, c.key), row);
    }
    return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  override async stamps(ref: ViewRef, tenants: readonly string[]) {
    return tenants.map((tenant) => this.stampOf(ref, tenant));
  }

  override async differences(
    ref: ViewRef,
    tenant: string,
    group: string,
    { keyPrefix = '', since = '' }: { keyPrefix?: string; since?: string },
  ): Promise<Differences> {
    const g = this.of(ref);
    const [part, n] = since.split('.');
    const known = part === String(ref.generation) ? Number(n) : null;
    const counted = [...g.countedDays].filter(([key]) => key.startsWith(`${tenant}\0`));
    const days = counted
      .filter(([, stamp]) => known === null || stamp > known)
      .map(([key]) => key.slice(tenant.length + 1));
    const rows = new Map<string, CounterDay & { values: Record<string, number> }>();
    for (const c of g.counters.values()) {
      if (c.tenant !== tenant || c.group !== group || !c.key.startsWith(keyPrefix) || !days.includes(c.day)) continue;
      const row = rows.get(keyOf(c.key, c.day)) ?? { key: c.key, day: c.day, values: {} };
      row.values[c.name] = c.value;
      rows.set(keyOf(c.key, c.day), row);
    }
    const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    return { stamp: this.stampOf(ref, tenant), days: known === null ? null : days.sort(), rows: sorted };
  }

  private stampOf(ref: ViewRef, tenant: string): string {
    const n = this.of(ref).stamps.get(tenant);
    return n === undefined ? '' : `${ref.generation}.${n}`;
  }

  override async positions(ref: ViewRef) {
    return [...this.of(ref).positions.values()];
  }

  override async seen(ref: ViewRef, refs: readonly Stream[]) {
    return refs.map((stream) => this.of(ref).seen.get(streamKey(stream))?.version ?? 0);
  }

  override async parked(ref: ViewRef) {
    return [...this.of(ref).parked.values()];
  }

  override async parkedEvents(ref: ViewRef, stream: Stream) {
    const waiting = [...this.of(ref).waiting.values()].filter((event) => streamKey(event) === streamKey(stream));
    return waiting.sort((a, b) => a.version - b.version);
  }

  override async switchTo(ref: ViewRef) {
    await this.before('switch');
    this.lives.set(ref.view, ref.generation);
    for (const key of [...this.generations.keys()])
      if (key.startsWith(`${ref.view}\0`) && key !== keyOf(ref.view, ref.generation)) this.generations.delete(key);
    await this.before('switched');
  }

  override async switchTenant(from: ViewRef, tenant: string) {
    await this.before('switch');
    const [part, live] = [this.of(from), this.of({ view: from.view, generation: await this.live(from.view) })];
    for (const name of ['documents', 'counters', 'seen', 'parked', 'waiting'] as const) {
      const [source, target] = [part[name], live[name]] as [Map<string, Doc>, Map<string, Doc>];
      for (const [key, row] of target) if (row.tenant === tenant) target.delete(key);
      for (const [key, row] of source) if (row.tenant === tenant) target.set(key, row);
    }
    live.stamps.set(tenant, (this.stamp += 1));
    for (const key of [...live.countedDays.keys(), ...part.countedDays.keys()])
      if (key.startsWith(`${tenant}\0`)) live.countedDays.set(key, this.stamp);
    await this.drop(from);
  }

  override async drop(ref: ViewRef) {
    this.generations.delete(keyOf(ref.view, ref.generation));
  }

  override async *dump(ref: ViewRef) {
    const g = this.of(ref);
    for (const part of ['documents', 'counters', 'seen'] as const) {
      const rows = [...(g[part] as Map<string, unknown>).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [key, row] of rows) yield JSON.stringify([part, key, row]);
    }
    for (const key of [...g.parked.keys(), ...g.waiting.keys()].sort()) yield JSON.stringify(['parked', key]);
  }

  private of({ view, generation }: ViewRef): Generation {
    const key = keyOf(view, generation);
    const found = this.generations.get(key) ?? new Generation();
    this.generations.set(key, found);
    return found;
  }
}
