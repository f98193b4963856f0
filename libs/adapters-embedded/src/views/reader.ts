import type { ViewRef } from '@chuangwen/ports';
import { attempt, openReader } from '../sqlite';

/** Reads of one views file, each over one unchanging state of it. */
export class ViewsReader {
  readonly db;
  private readonly begin;
  private readonly end;
  private readonly scopeId;
  private readonly furthest;

  constructor(private readonly path: string) {
    this.db = openReader(path);
    this.begin = this.db.prepare('BEGIN');
    this.end = this.db.prepare('COMMIT');
    this.scopeId = this.db.prepare('SELECT id FROM scopes WHERE view = ? AND generation = ? AND tenant = ?');
    this.furthest = this.db.prepare('SELECT view, topic, max(next) AS next FROM positions GROUP BY view, topic');
  }

  /** How far each view has read each topic, in whichever of its generations read most. */
  reached(): { view: string; topic: string; next: number }[] {
    return attempt(this.path, () => this.furthest.all() as { view: string; topic: string; next: number }[]);
  }

  /** `scope` gives the number of a tenant's part (−1, which has no rows, where there is none); good within this read only, because a switch moves it. */
  read<T>(view: ViewRef, work: (scope: (tenant: string) => number) => T): T {
    const known = new Map<string, number>();
    // Mostly one tenant's rows are asked for one after the other.
    let lastTenant: string | null = null;
    let lastId = -1;
    const scope = (tenant: string): number => {
      if (tenant === lastTenant) return lastId;
      let id = known.get(tenant);
      if (id === undefined) {
        id = (this.scopeId.get(view.view, view.generation, tenant) as { id: number } | undefined)?.id ?? -1;
        known.set(tenant, id);
      }
      lastTenant = tenant;
      return (lastId = id);
    };
    return attempt(this.path, () => {
      this.begin.run();
      try {
        return work(scope);
      } finally {
        this.end.run();
      }
    });
  }

  close(): void {
    this.db.close();
  }
}
