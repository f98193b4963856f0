import type { StoredEvent } from '@chuangwen/contracts';
import { Pages } from './pages';

const event = (version: number) => ({ version }) as StoredEvent;
const pageOf = (from: number, ...positions: number[]) => ({
  from,
  next: positions.at(-1) ?? from,
  events: positions.map(event),
  positions,
});

describe('Pages read lately', () => {
  it('are the same events for whoever stands within one', () => {
    const pages = new Pages();
    const page = pageOf(10, 11, 12, 15, 16);
    pages.keep(page);
    expect(pages.find(10, 1000)).toBe(page);
    expect(pages.find(12, 1000)).toEqual(pageOf(12, 15, 16));
    expect(pages.find(13, 1000)?.events[0]).toBe(page.events[2]);
    expect(pages.find(10, 2)).toEqual(pageOf(10, 11, 12));
  });

  it('say nothing of what lies before or behind them', () => {
    const pages = new Pages();
    pages.keep(pageOf(10, 11, 12));
    pages.keep(pageOf(12));
    expect([pages.find(9, 1000), pages.find(12, 1000)]).toEqual([null, null]);
  });

  it('are bounded: the oldest goes, the last stays however large', () => {
    const pages = new Pages();
    const large = pageOf(0, ...Array.from({ length: 3_000 }, (_, n) => n + 1));
    pages.keep(large);
    pages.keep(pageOf(3_000, ...Array.from({ length: 3_000 }, (_, n) => n + 3_001)));
    expect(pages.find(0, 1000)).toBeNull();
    expect(pages.find(3_000, 5_000)?.next).toBe(6_000);
  });
});
