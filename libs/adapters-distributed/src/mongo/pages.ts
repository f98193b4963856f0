import { answered } from './errors';

const PAGE = 1_000;

/**
 * All of a long list, page after page by its key, as whoever goes through it may take longer than the engine keeps a cursor.
 * `next`: at most `limit` of those behind `last`, in order.
 */
export async function* paged<T>(
  next: (last: T | undefined, limit: number) => Promise<readonly T[]>,
): AsyncGenerator<T> {
  for (let last: T | undefined; ;) {
    const page = await answered(() => next(last, PAGE));
    yield* page;
    if (page.length < PAGE) return;
    last = page.at(-1);
  }
}
