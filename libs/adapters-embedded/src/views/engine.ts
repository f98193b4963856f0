import { keyPairs, killPoint, type ViewRef } from '@chuangwen/ports';
import type { DatabaseSync } from 'node:sqlite';
import { GroupCommit, type Engine } from '../engine';
import type { PackedCommit, PackedPart } from './message';
import { SCOPED, VIEWS_SCHEMA } from './schema';
import { Scopes } from './scopes';

export type ViewsRequest =
  | PackedCommit
  | PackedPart
  | { do: 'switch'; ref: ViewRef }
  | { do: 'switch-tenant'; ref: ViewRef; tenant: string }
  | { do: 'drop'; ref: ViewRef }
  /** Removes some rows of dead scopes. */
  | { do: 'collect' };

/** 'behind': the part that was to be switched does not reach as far as the live one. 'more': there is more to collect. */
export type ViewsAnswer = 'done' | 'behind' | 'more';

/** Rows removed in a step: a few milliseconds, so that live commits come between. */
const STEP = 2000;

/** Writes the views of one service. */
class ViewsEngine implements Engine<ViewsRequest, ViewsAnswer> {
  private readonly scopes: Scopes;
  /** By generation: what went ahead of a commit that is still to come. Nothing of it is written before. */
  private readonly ahead = new Map<string, PackedPart[]>();
  private readonly sql;

  constructor(db: DatabaseSync) {
    this.scopes = new Scopes(db);
    const document = 'WHERE scope = ? AND id = ?';
    const stream = 'WHERE scope = ? AND topic = ? AND stream = ?';
    this.sql = {
      sameKeys: db.prepare(`UPDATE documents SET body = ? ${document} AND keys = ?`),
      keys: db.prepare(`SELECT keys FROM documents ${document}`),
      put: db.prepare('INSERT OR REPLACE INTO documents (scope, id, keys, body) VALUES (?, ?, ?, ?)'),
      remove: db.prepare(`DELETE FROM documents ${document}`),
      enter: db.prepare('INSERT INTO entries (scope, name, value, id) VALUES (?, ?, ?, ?)'),
      leave: db.prepare('DELETE FROM entries WHERE scope = ? AND name = ? AND value = ? AND id = ?'),
      count: db.prepare(
        `INSERT INTO counters (scope, grp, key, day, name, value) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET value = value + excluded.value`,
      ),
      stamp: db.prepare('INSERT INTO stamps (scope, n) VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n'),
      countedOn: db.prepare('INSERT OR REPLACE INTO counted_days (scope, day, n) VALUES (?, ?, ?)'),
      removeZeros: db.prepare('DELETE FROM counters WHERE value = 0'),
      seen: db.prepare('INSERT OR REPLACE INTO seen (scope, topic, stream, version) VALUES (?, ?, ?, ?)'),
      position: db.prepare(
        'INSERT OR REPLACE INTO positions (view, generation, topic, "partition", next) VALUES (?, ?, ?, ?, ?)',
      ),
      park: db.prepare(
        'INSERT OR REPLACE INTO parked (scope, topic, stream, version, reason, attempts, parked_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ),
      parkEvent: db.prepare(
        'INSERT OR REPLACE INTO parked_events (scope, topic, stream, version, event) VALUES (?, ?, ?, ?, ?)',
      ),
      unpark: db.prepare(`DELETE FROM parked ${stream}`),
      unparkEvents: db.prepare(`DELETE FROM parked_events ${stream}`),
      dead: db.prepare('SELECT scope FROM dead LIMIT 1'),
      buried: db.prepare('DELETE FROM dead WHERE scope = ?'),
    };
    this.collectFrom = SCOPED.map((table) => {
      const key = KEY_OF[table];
      return db.prepare(`DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE scope = ? LIMIT ?)`);
    });
  }

  private readonly collectFrom;

  apply(request: ViewsRequest): ViewsAnswer {
    switch (request.do) {
      case 'part': {
        const key = keyOf(request.ref);
        this.ahead.set(key, [...(this.ahead.get(key) ?? []), request]);
        return 'done';
      }
      case 'commit':
        this.commit(request);
        return 'done';
      case 'switch':
        this.scopes.switchTo(request.ref);
        return 'done';
      case 'switch-tenant':
        return this.scopes.switchTenant(request.ref, request.tenant) ? 'done' : 'behind';
      case 'drop':
        this.scopes.drop(request.ref);
        return 'done';
      case 'collect':
        return this.collect() ? 'more' : 'done';
    }
  }

  forget(): void {
    this.scopes.forget();
  }

  private commit(commit: PackedCommit): void {
    const { ref, counters, seen, positions, park, parkedEvents, unpark } = commit;
    const scope = this.scopes.of(ref);
    const touched = new Map<number, Set<string>>();
    const daysOf = (id: number) => touched.get(id) ?? touched.set(id, new Set()).get(id)!;
    for (const { documents } of this.together(commit)) {
      for (let at = 0; at < documents.length; at += 4) {
        const part = scope(documents[at]!);
        this.document(part, documents[at + 1]!, documents[at + 2]!, documents[at + 3] ?? '');
        daysOf(part);
      }
    }
    for (let at = 0; at < counters.length; at += 6) {
      const [tenant, group, key, day, name, add] = counters.slice(at, at + 6) as [
        string,
        string,
        string,
        string,
        string,
        number,
      ];
      const part = scope(tenant);
      this.sql.count.run(part, group, key, day, name, add);
      daysOf(part).add(day);
    }
    if (counters.length > 0) this.sql.removeZeros.run();
    for (const [part, days] of touched) {
      const { n } = this.sql.stamp.get(part) as { n: number };
      for (const day of days) this.sql.countedOn.run(part, day, n);
    }
    for (let at = 0; at < seen.length; at += 4) {
      const [topic, tenant, stream, version] = seen.slice(at, at + 4) as [string, string, string, number];
      this.sql.seen.run(scope(tenant), topic, stream, version);
    }
    for (const { topic, tenant, stream } of unpark) {
      this.sql.unpark.run(scope(tenant), topic, stream);
      this.sql.unparkEvents.run(scope(tenant), topic, stream);
    }
    for (const { topic, tenant, stream, version, reason, attempts, parkedAt } of park) {
      this.sql.park.run(scope(tenant), topic, stream, version, reason, attempts, parkedAt);
    }
    for (const { topic, tenant, stream, version, event } of parkedEvents) {
      this.sql.parkEvent.run(scope(tenant), topic, stream, version, event);
    }
    for (const { topic, partition, next } of positions) {
      this.sql.position.run(ref.view, ref.generation, topic, partition, next);
    }
  }

  /** Throws when a part is missing: this thread was started anew, or the commit failed once. Then all comes again. */
  private together(commit: PackedCommit): readonly Pick<PackedPart, 'documents'>[] {
    const key = keyOf(commit.ref);
    const parts = this.ahead.get(key) ?? [];
    this.ahead.delete(key);
    if (parts.length < commit.ahead) throw new Error(`Parts of a commit to ${commit.ref.view} were lost`);
    // Older ones are of a commit that never came.
    return [...parts.slice(parts.length - commit.ahead), commit];
  }

  private document(scope: number, id: string, body: string | null, keys: string): void {
    // Mostly a document changes and its index does not: then one statement does it all.
    if (body !== null && this.sql.sameKeys.run(body, scope, id, keys).changes === 1) return;
    const old = this.sql.keys.get(scope, id) as { keys: string } | undefined;
    for (const [name, value] of keyPairs(old?.keys ?? '')) this.sql.leave.run(scope, name, value, id);
    if (body === null) {
      if (old) this.sql.remove.run(scope, id);
      return;
    }
    this.sql.put.run(scope, id, keys, body);
    for (const [name, value] of keyPairs(keys)) this.sql.enter.run(scope, name, value, id);
  }

  /** True when something may be left. */
  private collect(): boolean {
    const dead = this.sql.dead.get() as { scope: number } | undefined;
    if (!dead) return false;
    let left = STEP;
    for (const statement of this.collectFrom) {
      left -= Number(statement.run(dead.scope, left).changes);
      if (left === 0) return true;
    }
    this.sql.buried.run(dead.scope);
    return true;
  }
}

const keyOf = ({ view, generation }: ViewRef) => `${view}\n${generation}`;

const KEY_OF: Readonly<Record<(typeof SCOPED)[number], string>> = {
  documents: 'scope, id',
  entries: 'scope, name, value, id',
  counters: 'scope, grp, key, day, name',
  stamps: 'scope',
  counted_days: 'scope, day',
  seen: 'scope, topic, stream',
  parked: 'scope, topic, stream',
  parked_events: 'scope, topic, stream, version',
};

export const viewsWriter = {
  schema: VIEWS_SCHEMA,
  group: (db: DatabaseSync) =>
    new GroupCommit<ViewsRequest, ViewsAnswer>(db, new ViewsEngine(db), {
      beforeCommit: () => killPoint('view-before-commit'),
      afterCommit: () => killPoint('view-after-commit'),
    }),
};
