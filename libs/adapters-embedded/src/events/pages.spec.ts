import type { StoredEvent } from '@chuangwen/contracts';
import { Pages, type Page } from './pages';

const event = (version: number) => ({ version }) as StoredEvent;
const pageOf = (from: number, positions: readonly number[], bytes = 1_000): Page => ({
  from,
  next: positions.at(-1) ?? from,
  events: positions.map(event),
  positions,
  bytes,
});
const upTo = (from: number, next: number) => Array.from({ length: next - from }, (_, n) => from + n + 1);
const found = (pages: Pages, from: number, limit = 1_000) => pages.find(from, limit)?.positions ?? null;

describe('Pages read lately', () => {
  it('are the same events for whoever stands within one', () => {
    const pages = new Pages();
    const page = pageOf(10, [11, 12, 15, 16]);
    pages.keep(page);
    expect(found(pages, 10)).toEqual([11, 12, 15, 16]);
    expect(found(pages, 13)).toEqual([15, 16]);
    expect(pages.find(13, 1_000)?.events[0]).toBe(page.events[2]);
    expect(pages.find(10, 2)).toMatchObject({ from: 10, next: 12, positions: [11, 12] });
  });

  it('say nothing of what lies before or behind them', () => {
    const pages = new Pages();
    pages.keep(pageOf(10, [11, 12]));
    pages.keep(pageOf(12, []));
    expect([found(pages, 9), found(pages, 12)]).toEqual([null, null]);
  });

  it('grow together at the end of a log, so that who is behind is given many at once', () => {
    const pages = new Pages();
    for (let at = 0; at < 1_500; at += 1) pages.keep(pageOf(at, [at + 1]));
    expect(found(pages, 0)).toEqual(upTo(0, 1_000));
    expect(found(pages, 1_000)).toEqual(upTo(1_000, 1_500));
  });

  it('given out before stay as they were', () => {
    const pages = new Pages();
    pages.keep(pageOf(0, [1]));
    const first = pages.find(0, 1_000)!;
    pages.keep(pageOf(1, [2]));
    expect(first).toMatchObject({ next: 1, positions: [1], events: [event(1)] });
  });

  it('are bounded by their number and their bytes: the oldest goes, and one that is too large is not kept at all', () => {
    const pages = new Pages();
    for (let at = 0; at < 9_000; at += 1_000) pages.keep(pageOf(at, upTo(at, at + 1_000)));
    expect([found(pages, 0), found(pages, 1_000)]).toEqual([null, upTo(1_000, 2_000)]);
    pages.keep(pageOf(20_000, [20_001], 7 * 1024 * 1024));
    pages.keep(pageOf(30_000, [30_001], 2 * 1024 * 1024));
    expect([found(pages, 20_000), found(pages, 30_000)]).toEqual([null, [30_001]]);
    pages.keep(pageOf(40_000, [40_001], 9 * 1024 * 1024));
    expect([found(pages, 30_000), found(pages, 40_000)]).toEqual([null, null]);
  });
});
