import { CONTENT_TYPE, exposition } from './gauges';
import type { Health } from './health';

export type Page = Readonly<{ status: number; type: string; body: string }>;

/** What a process says of itself to those who run it; null: no such page. */
export async function watchPage(path: string, health: Health): Promise<Page | null> {
  switch (path) {
    case '/health/live': {
      const live = health.live();
      return page(live.status === 'live', live);
    }
    case '/health/ready': {
      const ready = await health.ready();
      return page(ready.status === 'ready', ready);
    }
    case '/metrics':
      return { status: 200, type: CONTENT_TYPE, body: await exposition() };
    default:
      return null;
  }
}

const page = (well: boolean, said: unknown): Page => ({
  status: well ? 200 : 503,
  type: 'application/json',
  body: JSON.stringify(said),
});

/** Those that `watchPage` has. */
export const WATCH_PAGES = ['/health/live', '/health/ready', '/metrics'] as const;
