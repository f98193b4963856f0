import {
  ReadModels,
  type CounterRow,
  type Document,
  type Find,
  type Parked,
  type Position,
  type ViewCommit,
  type ViewRef,
} from '@chuangwen/ports';
import { requireTenant } from '../guard';
import { prefixEnd } from '../prefix';
import type { WriteQueue } from '../write-queue';
import { dump } from './dump';
import type { ViewsAnswer, ViewsRequest } from './engine';
import { eventFromJson, packCommit } from './message';
import type { ViewsReader } from './reader';

type StreamOfTopic = Readonly<{ topic: string; tenant: string; stream: string }>;

/** Greater than any day. */
const NO_DAY = '9999-99-99';

export class SqliteReadModels extends ReadModels {
  private readonly sql;
  private collecting: Promise<void> | null = null;

  constructor(
    private readonly path: string,
    private readonly reader: ViewsReader,
    private readonly queue: WriteQueue<ViewsRequest, ViewsAnswer>,
  ) {
    super();
    const { db } = reader;
    const stream = 'WHERE scope = ? AND topic = ? AND stream = ?';
    this.sql = {
      live: db.prepare('SELECT generation FROM live WHERE view = ?'),
      body: db.prepare('SELECT body FROM documents WHERE scope = ? AND id = ?'),
      all: db.prepare('SELECT id, body FROM documents WHERE scope = ? AND id > ? ORDER BY id LIMIT ?'),
      byIndex: db.prepare(
        `SELECT d.id, d.body FROM entries e JOIN documents d ON d.scope = e.scope AND d.id = e.id
         WHERE e.scope = ? AND e.name = ? AND e.value = ? AND e.id > ? ORDER BY e.id LIMIT ?`,
      ),
      sum: db.prepare(
        `SELECT key, name, sum(value) AS value FROM counters
         WHERE scope = ? AND grp = ? AND key >= ? AND key < ? AND day <= ? GROUP BY key, name HAVING sum(value) <> 0 ORDER BY key, name`,
      ),
      positions: db.prepare(
        'SELECT topic, "partition", next FROM positions WHERE view = ? AND generation = ? ORDER BY topic, "partition"',
      ),
      seen: db.prepare(`SELECT version FROM seen ${stream}`),
      parked: db.prepare(
        `SELECT p.topic, s.tenant, p.stream, p.version, p.reason, p.attempts, p.parked_at AS parkedAt
         FROM parked p JOIN scopes s ON s.id = p.scope WHERE s.view = ? AND s.generation = ? ORDER BY p.topic, s.tenant, p.stream`,
      ),
      parkedEvents: db.prepare(`SELECT event FROM parked_events ${stream} ORDER BY version`),
    };
    // What an earlier process left half removed.
    if (db.prepare('SELECT 1 FROM dead LIMIT 1').get()) this.collect();
  }

  override async live(view: string): Promise<number> {
    return (this.sql.live.get(view) as { generation: number } | undefined)?.generation ?? 1;
  }

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
    await this.queue.submit(packCommit(view, commit));
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
        const byKey = Map.groupBy(found as { key: string; name: string; value: number }[], ({ key }) => key);
        return [...byKey].map(([key, rows]) => ({
          tenant,
          key,
          values: Object.fromEntries(rows.map(({ name, value }) => [name, value])),
        }));
      }),
    );
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
