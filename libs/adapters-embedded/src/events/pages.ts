import type { StoredEvent } from '@chuangwen/contracts';

/** Events of positions > `from`, with the position of each; `next`: of the last. */
export type Page = Readonly<{
  from: number;
  next: number;
  events: readonly StoredEvent[];
  positions: readonly number[];
}>;

/** Events kept at most: some megabytes. */
const KEPT = 4_000;

/**
 * The pages of a log that were read lately. Consumers of a topic mostly follow one another closely, so each event is read
 * once for them all, and opened once, being the same object. What is written never changes, so a page stays right.
 */
export class Pages {
  private pages: Page[] = [];
  private events = 0;

  keep(page: Page): void {
    if (page.events.length === 0) return;
    this.pages.push(page);
    this.events += page.events.length;
    while (this.events > KEPT && this.pages.length > 1) this.events -= this.pages.shift()!.events.length;
  }

  /** Some of the events after `from`, at most `limit`: not all that there are. null where none of them is kept. */
  find(from: number, limit: number): Page | null {
    const page = this.pages.findLast((one) => one.from <= from && from < one.next);
    if (!page) return null;
    if (page.from === from && page.events.length <= limit) return page;
    const start = page.positions.findIndex((position) => position > from);
    const [events, positions] = [page.events.slice(start, start + limit), page.positions.slice(start, start + limit)];
    return { from, next: positions.at(-1)!, events, positions };
  }
}
