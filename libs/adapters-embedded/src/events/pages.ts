import type { StoredEvent } from '@chuangwen/contracts';

/** Events of positions > `from`, with the position of each; `next`: of the last. `bytes`: what they hold. */
export type Page = Readonly<{
  from: number;
  next: number;
  events: readonly StoredEvent[];
  positions: readonly number[];
  bytes: number;
}>;
type Kept = { from: number; next: number; events: StoredEvent[]; positions: number[]; bytes: number };

/** Events of a page at most: what is read bit by bit at the end of a log grows together up to this. */
const WHOLE = 1_000;
/** What is kept at most; opened, events take as much again. */
const PAGES = 8;
const BYTES = 8 * 1024 * 1024;

/**
 * The pages of a log that were read lately. Consumers of a topic mostly follow one another closely, so each event is read
 * once for them all, and opened once, being the same object. What is written never changes, so a page stays right.
 */
export class Pages {
  private readonly pages: Kept[] = [];

  keep(page: Page): void {
    if (page.events.length === 0) return;
    const before = this.pages.find(({ next }) => next === page.from);
    if (before && before.events.length + page.events.length <= WHOLE) {
      before.events.push(...page.events);
      before.positions.push(...page.positions);
      before.bytes += page.bytes;
      before.next = page.next;
    } else this.pages.push({ ...page, events: [...page.events], positions: [...page.positions] });
    while (this.pages.length > PAGES || this.bytes > BYTES) this.pages.shift();
  }

  /** Some of the events after `from`, at most `limit`: not all that there are. null where none of them is kept. */
  find(from: number, limit: number): Omit<Page, 'bytes'> | null {
    const page = this.pages.find((one) => one.from <= from && from < one.next);
    if (!page) return null;
    const start = page.from === from ? 0 : page.positions.findIndex((position) => position > from);
    const [events, positions] = [page.events.slice(start, start + limit), page.positions.slice(start, start + limit)];
    return { from, next: positions.at(-1)!, events, positions };
  }

  private get bytes(): number {
    return this.pages.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
