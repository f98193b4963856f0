import {
  ReadModels,
  byDay,
  byKey,
  eventFromJson,
  prefixEnd,
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
import type { Submits } from '../write-queue';
import { dump } from './dump';
import type { ViewsAnswer, ViewsRequest } from './engine';
import { packCommit, partsOf } from './message';
import type { ViewsReader } from './reader';
import { statementsOf } from './statements';

type StreamOfTopic = Readonly<{ topic: string; tenant: string; stream: string }>;

/** So many tenants are asked one by one. */
const FEW = 50;

/** Greater than any day. */
const NO_DAY = '9999-99-99';

export class SqliteReadModels extends ReadModels {
  private readonly sql;
  private collecting: Promise<void> | null = null;

  constructor(
    private readonly path: string,
    private readonly reader: ViewsReader,
    private readonly queue: Submits<ViewsRequest, ViewsAnswer>,
  ) {
    super();
    const { db } = reader;
    this.sql = statementsOf(db);
    // What an earlier process left half removed.
    if (db.prepare('SELECT 1 FROM dead LIMIT 1').get()) this.collect();
  }

  override async live(view: string): Promise<number> {
    return (this.sql.live.get(view) as { generation: number } | undefined)?.generation ?? 1;
  }

  /** Nobody else writes these files. */
  override onSwitched(): void {}

  override async commit(view: ViewRef, commit: ViewCommit): Promise<void> {
    for (const part of [
      commit.documents,
      commit.counters,
      commit.seen,
      commit.park,
      commit.parkedEvents,
      commit.unpark,
    ]) {
      for (const { tenant } of part ?? []) requireTenant(tenant);
    }
    let ahead = 0;
    for (const part of partsOf(view, commit)) {
      await this.queue.submit(part);
      ahead += 1;
    }
    await this.queue.submit(packCommit(view, commit, ahead));
  }

  override async load(view: ViewRef, refs: readonly { tenant: string; id: string }[]) {
    for (const { tenant } of refs) requireTenant(tenant);
    return this.reader.read(view, (scope) =>
      refs.map(({ tenant, id }) => {
        const row = this.sql.body.get(scope(tenant), id) as { body: string } | undefined;
        return row ? (JSON.parse(row.body) as Document) : null;
      }),
    );
  }

  override async find(view: ViewRef, tenant: string, { index, value, after = '', limit = 1000 }: Find = {}) {
    requireTenant(tenant);
    const rows = this.reader.read(view, (scope) =>
      index === undefined
        ? this.sql.all.all(scope(tenant), after, limit)
        : this.sql.byIndex.all(scope(tenant), index, value ?? '', after, limit),
    ) as { id: string; body: string }[];
    return rows.map(({ id, body }) => ({ id, body: JSON.parse(body) as Document }));
  }

  override async sum(
    view: ViewRef,
    tenants: readonly string[],
    group: string,
    { keyPrefix = '', until = NO_DAY }: { keyPrefix?: string; until?: string },
  ): Promise<CounterRow[]> {
    tenants.forEach(requireTenant);
    return this.reader.read(view, (scope) =>
      [...new Set(tenants)].sort().flatMap((tenant) => {
        const found = this.sql.sum.all(scope(tenant), group, keyPrefix, prefixEnd(keyPrefix), until);
        return byKey(tenant, found as unknown as Counted[]);
      }),
    );
  }

  override async stamps(view: ViewRef, tenants: readonly string[]): Promise<string[]> {
    tenants.forEach(requireTenant);
    return this.reader.read(view, (scope) => {
      if (tenants.length < FEW) return tenants.map((tenant) => this.stampOf(scope(tenant)));
      const stamps = new Map(this.sql.stamps.all(view.view, view.generation) as unknown as [string, string][]);
      return tenants.map((tenant) => stamps.get(tenant) ?? '');
    });
  }

  override async differences(
    view: ViewRef,
    tenant: string,
    group: string,
    { keyPrefix = '', since = '' }: { keyPrefix?: string; since?: string },
  ): Promise<Differences> {
    requireTenant(tenant);
    return this.reader.read(view, (scope) => {
      const part = scope(tenant);
      const stamp = this.stampOf(part);
      const bounds = [part, group, keyPrefix, prefixEnd(keyPrefix)] as const;
      const [id, n] = since.split('.');
      if (id !== String(part)) {
        return { stamp, days: null, rows: byDay(this.sql.differences.all(...bounds) as unknown as FlatRow[]) };
      }
      const days = (this.sql.countedSince.all(part, Number(n)) as { day: string }[]).map(({ day }) => day);
      if (days.length === 0) return { stamp, days, rows: [] };
      const rows = byDay(this.sql.recent.all(...bounds, days[0]!) as unknown as FlatRow[]);
      return { stamp, days, rows: rows.filter(({ day }) => days.includes(day)) };
    });
  }

  /** '' where a tenant has nothing. */
  private stampOf(part: number): string {
    const row = this.sql.stamp.get(part) as { n: number } | undefined;
    return row ? `${part}.${row.n}` : '';
  }

  override async positions({ view, generation }: ViewRef): Promise<Position[]> {
    return this.sql.positions.all(view, generation).map((row) => ({ ...(row as Position) }));
  }

  override async seen(view: ViewRef, refs: readonly StreamOfTopic[]): Promise<number[]> {
    for (const { tenant } of refs) requireTenant(tenant);
    return this.reader.read(view, (scope) =>
      refs.map(({ topic, tenant, stream }) => {
        const row = this.sql.seen.get(scope(tenant), topic, stream) as { version: number } | undefined;
        return row?.version ?? 0;
      }),
    );
  }

  override async parked({ view, generation }: ViewRef) {
    return this.sql.parked.all(view, generation).map((row) => ({ ...(row as Parked & { topic: string }) }));
  }

  override async parkedEvents(view: ViewRef, { topic, tenant, stream }: StreamOfTopic) {
    requireTenant(tenant);
    return this.reader.read(view, (scope) =>
      (this.sql.parkedEvents.all(scope(tenant), topic, stream) as { event: string }[]).map(({ event }) =>
        eventFromJson(event),
      ),
    );
  }

  override async switchTo(view: ViewRef): Promise<void> {
    await this.queue.submit({ do: 'switch', ref: view });
    this.collect();
  }

  override async switchTenant(from: ViewRef, tenant: string): Promise<void> {
    requireTenant(tenant);
    const answer = await this.queue.submit({ do: 'switch-tenant', ref: from, tenant });
    if (answer === 'behind') {
      throw new Error(`Generation ${from.generation} of ${from.view} has read less than the live one: catch up first`);
    }
    this.collect();
  }

  override async drop(view: ViewRef): Promise<void> {
    await this.queue.submit({ do: 'drop', ref: view });
    this.collect();
  }

  override dump(view: ViewRef, tenant?: string): AsyncIterable<string> {
    if (tenant !== undefined) requireTenant(tenant);
    return dump(this.path, view, tenant);
  }

  /** Removes what was switched away or dropped, step by step behind the commits of others. */
  private collect(): void {
    this.collecting ??= (async () => {
      while ((await this.queue.submit({ do: 'collect' })) === 'more');
    })()
      // A full disk or a closed store: the rest goes the next time.
      .catch(() => {})
      .finally(() => (this.collecting = null));
  }
}
