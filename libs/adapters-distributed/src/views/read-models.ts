import {
  byDay,
  byKey,
  eventFromJson,
  Lanes,
  prefixEnd,
  ReadModels,
  requireTenant,
  type Counted,
  type CounterRow,
  type Differences,
  type Document,
  type Find,
  type FlatRow,
  type Parked,
  type Position,
  type ViewCommit,
  type ViewRef,
} from '@chuangwen/ports';
import type { mongo } from 'mongoose';
import { answered } from '../mongo/errors';
import type { Mongo } from '../mongo/open';
import { opened, snapshot } from '../mongo/transaction';
import { Bodies } from './bodies';
import { Commits } from './commits';
import { dump } from './dump';
import type { Heads } from './heads';
import { keyOf, nameOf } from './names';
import type { Collections } from './schemas';
import { daysSince, SLOTS_OF_A_PART, stampText } from './stamps';
import { Switches } from './switches';

type StreamOfTopic = Readonly<{ topic: string; tenant: string; stream: string }>;

/** So many tenants' stamps are asked by name. */
const FEW = 50;
/** Names in one question. */
const ASKED = 5_000;
/** Greater than any day. */
const NO_DAY = '9999-99-99';

/**
 * Views in MongoDB, of any number of processes that read and write them. Limits: a document's body is less than 16 MB; a
 * commit and a dump take less than a minute each (the engine's limit for a transaction).
 */
export class MongoReadModels extends ReadModels {
  private readonly bodies = new Bodies();
  /** Writers of one view in this process follow one another: they would only meet in the engine. */
  private readonly turns = new Lanes();
  private readonly commits: Commits;
  private readonly switches: Switches;

  constructor(
    private readonly client: Mongo,
    private readonly rows: Collections,
    private readonly heads: Heads,
  ) {
    super();
    this.commits = new Commits(client, rows, heads, this.bodies);
    this.switches = new Switches(client, rows, heads);
  }

  override live(view: string): Promise<number> {
    return this.heads.live(view);
  }

  override onSwitched(listener: (view: string, generation: number) => void): void {
    this.heads.onSwitched(listener);
  }

  override async commit(view: ViewRef, commit: ViewCommit): Promise<void> {
    const { documents, counters, seen, park, parkedEvents, unpark } = commit;
    for (const part of [documents, counters, seen, park, parkedEvents, unpark])
      for (const { tenant } of part ?? []) requireTenant(tenant);
    await this.turns.run(view.view, () => this.commits.commit(view, commit));
  }

  override async load(view: ViewRef, refs: readonly { tenant: string; id: string }[]): Promise<(Document | null)[]> {
    for (const { tenant } of refs) requireTenant(tenant);
    const generation = refs.length > 0 ? await this.heads.find(view) : null;
    if (!generation) return refs.map(() => null);
    const names = refs.map(({ tenant, id }) => nameOf(generation.part(tenant), id));
    const found = await this.named(this.rows.documents, names);
    return names.map((name) => {
      const row = found.get(name);
      return row ? this.bodies.parsed(row.body, row.hash) : null;
    });
  }

  override async find(view: ViewRef, tenant: string, { index, value, after = '', limit = 1000 }: Find = {}) {
    requireTenant(tenant);
    const generation = await this.heads.find(view);
    if (!generation || limit <= 0) return [];
    const keys = index === undefined ? {} : { keys: keyOf(index, value ?? '') };
    const of = { part: generation.part(tenant), ...keys, id: { $gt: after } };
    const rows = await answered(() => this.rows.documents.find(of, AT_ONCE).sort({ id: 1 }).limit(limit).toArray());
    return rows.map(({ id, body }) => ({ id, body: JSON.parse(body) as Document }));
  }

  override async sum(
    view: ViewRef,
    tenants: readonly string[],
    group: string,
    { keyPrefix = '', until = NO_DAY }: { keyPrefix?: string; until?: string },
  ): Promise<CounterRow[]> {
    tenants.forEach(requireTenant);
    const generation = await this.heads.find(view);
    if (!generation) return [];
    const parts = new Map([...new Set(tenants)].sort().map((tenant) => [generation.part(tenant), tenant]));
    const sums = await answered(() =>
      this.rows.counters
        .aggregate<{ _id: { part: string; key: string; name: string }; value: number }>(
          [
            { $match: { ...counted([...parts.keys()], group, keyPrefix), day: { $lte: until } } },
            { $group: { _id: { part: '$part', key: '$key', name: '$name' }, value: { $sum: '$value' } } },
            { $match: { value: { $ne: 0 } } },
            { $sort: { '_id.key': 1, '_id.name': 1 } },
          ],
          AT_ONCE,
        )
        .toArray(),
    );
    const byPart = new Map<string, Counted[]>([...parts.keys()].map((part) => [part, []]));
    for (const { _id, value } of sums) byPart.get(_id.part)?.push([_id.key, _id.name, value]);
    return [...byPart].flatMap(([part, rows]) => byKey(parts.get(part)!, rows));
  }

  override async stamps(view: ViewRef, tenants: readonly string[]): Promise<string[]> {
    tenants.forEach(requireTenant);
    const generation = await this.heads.find(view);
    if (!generation) return tenants.map(() => '');
    const parts = tenants.map((tenant) => generation.part(tenant));
    const of =
      parts.length < FEW
        ? { _id: { $in: parts.flatMap((part) => SLOTS_OF_A_PART.map((slot) => nameOf(part, slot))) } }
        : { $or: generation.everyPart };
    const rows = await answered(() =>
      this.rows.stamps.find(of, { ...AT_ONCE, projection: { part: 1, slot: 1, n: 1 } }).toArray(),
    );
    const slots = Map.groupBy(rows, ({ part }) => part);
    return tenants.map((tenant, at) => stampText(generation.tokenOf(tenant), slots.get(parts[at]!) ?? []));
  }

  override async differences(
    view: ViewRef,
    tenant: string,
    group: string,
    { keyPrefix = '', since }: { keyPrefix?: string; since?: string },
  ): Promise<Differences> {
    requireTenant(tenant);
    const generation = await this.heads.find(view);
    if (!generation) return { stamp: '', days: null, rows: [] };
    const [token, part] = [generation.tokenOf(tenant), generation.part(tenant)];
    return snapshot(this.client, async (session) => {
      const slots = await answered(() => this.rows.stamps.find({ part }, { session }).toArray());
      const stamp = stampText(token, slots);
      const days = since === undefined ? null : daysSince(since, token, slots);
      if (days?.length === 0) return { stamp, days, rows: [] };
      const of = { ...counted([part], group, keyPrefix), ...(days ? { day: { $in: days } } : {}) };
      const found = await answered(() =>
        this.rows.counters.find(of, { session }).sort({ key: 1, day: 1, name: 1 }).toArray(),
      );
      return { stamp, days, rows: byDay(found.map(({ key, day, name, value }): FlatRow => [key, day, name, value])) };
    });
  }

  /** Who asks where a generation stands begins there: it holds just the generation whose places these are. */
  override async positions(ref: ViewRef): Promise<Position[]> {
    for (let held = this.heads.begunWith(ref); ; held = await this.heads.begin(ref)) {
      const { view, generation } = ref;
      const rows = await answered(() => this.rows.positions.find({ view, generation }, AT_ONCE).toArray());
      const fence = rows[0]?.fence ?? held?.row.fence;
      if (held !== undefined && held?.row.fence === fence)
        return rows.map(({ topic, partition, next }) => ({ topic, partition, next })).sort(byPlace);
    }
  }

  override async seen(view: ViewRef, refs: readonly StreamOfTopic[]): Promise<number[]> {
    for (const { tenant } of refs) requireTenant(tenant);
    const generation = refs.length > 0 ? await this.heads.find(view) : null;
    if (!generation) return refs.map(() => 0);
    const names = refs.map(({ topic, tenant, stream }) => nameOf(generation.part(tenant), topic, stream));
    const found = await this.named(this.rows.seen, names);
    return names.map((name) => found.get(name)?.version ?? 0);
  }

  override async parked(view: ViewRef): Promise<(Parked & { topic: string })[]> {
    const generation = await this.heads.find(view);
    if (!generation) return [];
    const rows = await answered(() => this.rows.parked.find({ $or: generation.everyPart }, AT_ONCE).toArray());
    return rows
      .flatMap(({ part, topic, stream, version, reason, attempts, parkedAt }) => {
        const tenant = generation.tenantOf(part);
        return tenant === null ? [] : [{ topic, tenant, stream, version, reason, attempts, parkedAt }];
      })
      .sort((a, b) => order(a.topic, b.topic) || order(a.tenant, b.tenant) || order(a.stream, b.stream));
  }

  override async parkedEvents(view: ViewRef, { topic, tenant, stream }: StreamOfTopic) {
    requireTenant(tenant);
    const generation = await this.heads.find(view);
    if (!generation) return [];
    const of = { part: generation.part(tenant), topic, stream };
    const rows = await answered(() => this.rows.waiting.find(of, AT_ONCE).sort({ version: 1 }).toArray());
    return rows.map(({ event }) => eventFromJson(event));
  }

  override switchTo(view: ViewRef): Promise<void> {
    return this.turns.run(view.view, () => this.switches.switchTo(view));
  }

  override async switchTenant(from: ViewRef, tenant: string): Promise<void> {
    requireTenant(tenant);
    await this.turns.run(from.view, () => this.switches.switchTenant(from, tenant));
  }

  override drop(view: ViewRef): Promise<void> {
    return this.turns.run(view.view, () => this.switches.drop(view));
  }

  override dump(view: ViewRef, tenant?: string): AsyncIterable<string> {
    if (tenant !== undefined) requireTenant(tenant);
    return this.dumped(view, tenant);
  }

  private async *dumped(view: ViewRef, tenant?: string): AsyncGenerator<string> {
    const generation = await this.heads.find(view);
    if (!generation) return;
    const session = opened(this.client);
    try {
      yield* dump(this.rows, generation, session, tenant);
    } finally {
      await session.endSession();
    }
  }

  /** Rows by name. */
  private async named<Row extends mongo.Document & { _id: string }>(
    collection: mongo.Collection<Row>,
    names: readonly string[],
  ): Promise<Map<string, mongo.WithId<Row>>> {
    const found = new Map<string, mongo.WithId<Row>>();
    for (let at = 0; at < names.length; at += ASKED) {
      const of = { _id: { $in: names.slice(at, at + ASKED) } } as mongo.Filter<Row>;
      for (const row of await answered(() => collection.find(of, AT_ONCE).toArray())) found.set(row._id, row);
    }
    return found;
  }
}

/** One moment of a majority for the whole answer, so that it shows whole commits only. */
const AT_ONCE = { readConcern: { level: 'snapshot' } } as const;

const counted = (parts: readonly string[], group: string, keyPrefix: string) => ({
  part: { $in: [...parts] },
  group: { $eq: group },
  key: { $gte: keyPrefix, $lt: prefixEnd(keyPrefix) },
});

const order = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const byPlace = (a: Position, b: Position): number => order(a.topic, b.topic) || a.partition - b.partition;
