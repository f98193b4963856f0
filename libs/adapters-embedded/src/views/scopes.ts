import type { ViewRef } from '@chuangwen/ports';
import type { DatabaseSync } from 'node:sqlite';

/** Which number leads the keys of a tenant's part of a generation, and which generation readers are given; the side that writes. */
export class Scopes {
  private readonly ids = new Map<string, number>();
  private readonly sql;

  constructor(db: DatabaseSync) {
    const generation = 'WHERE view = ? AND generation = ?';
    this.sql = {
      find: db.prepare(`SELECT id FROM scopes ${generation} AND tenant = ?`),
      add: db.prepare('INSERT INTO scopes (view, generation, tenant) VALUES (?, ?, ?)'),
      live: db.prepare('SELECT generation FROM live WHERE view = ?'),
      setLive: db.prepare('INSERT OR REPLACE INTO live (view, generation) VALUES (?, ?)'),
      generations: db.prepare(
        'SELECT generation FROM scopes WHERE view = ? UNION SELECT generation FROM positions WHERE view = ?',
      ),
      kill: db.prepare(`INSERT INTO dead SELECT id FROM scopes ${generation}`),
      remove: db.prepare(`DELETE FROM scopes ${generation}`),
      removePositions: db.prepare(`DELETE FROM positions ${generation}`),
      killTenant: db.prepare(`INSERT INTO dead SELECT id FROM scopes ${generation} AND tenant = ?`),
      removeTenant: db.prepare(`DELETE FROM scopes ${generation} AND tenant = ?`),
      moveTenant: db.prepare(`UPDATE scopes SET generation = ? ${generation} AND tenant = ?`),
      behind: db.prepare(
        `SELECT 1 FROM positions l LEFT JOIN positions f
           ON f.view = l.view AND f.generation = ? AND f.topic = l.topic AND f."partition" = l."partition"
         WHERE l.view = ? AND l.generation = ? AND coalesce(f.next, 0) < l.next LIMIT 1`,
      ),
    };
  }

  /** Good within one commit. */
  of(ref: ViewRef): (tenant: string) => number {
    let lastTenant: string | null = null;
    let lastId = 0;
    return (tenant) => {
      if (tenant === lastTenant) return lastId;
      lastTenant = tenant;
      return (lastId = this.id(ref, tenant));
    };
  }

  private id({ view, generation }: ViewRef, tenant: string): number {
    const key = `${view}\n${generation}\n${tenant}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const found = this.sql.find.get(view, generation, tenant) as { id: number } | undefined;
    const id = found?.id ?? Number(this.sql.add.run(view, generation, tenant).lastInsertRowid);
    this.ids.set(key, id);
    return id;
  }

  live(view: string): number {
    return (this.sql.live.get(view) as { generation: number } | undefined)?.generation ?? 1;
  }

  switchTo({ view, generation }: ViewRef): void {
    this.sql.setLive.run(view, generation);
    const all = this.sql.generations.all(view, view) as { generation: number }[];
    for (const other of all) if (other.generation !== generation) this.drop({ view, generation: other.generation });
  }

  /**
   * False, and nothing is changed, when `from` has not read as far as the live generation in every partition: events
   * between the two would be missing for good.
   */
  switchTenant({ view, generation }: ViewRef, tenant: string): boolean {
    const live = this.live(view);
    if (live === generation) throw new Error(`Generation ${generation} of ${view} is the live one`);
    if (this.sql.behind.get(generation, view, live)) return false;
    this.sql.killTenant.run(view, live, tenant);
    this.sql.removeTenant.run(view, live, tenant);
    this.sql.moveTenant.run(live, view, generation, tenant);
    this.drop({ view, generation });
    return true;
  }

  drop({ view, generation }: ViewRef): void {
    this.sql.kill.run(view, generation);
    this.sql.remove.run(view, generation);
    this.sql.removePositions.run(view, generation);
    this.forget();
  }

  forget(): void {
    this.ids.clear();
  }
}
