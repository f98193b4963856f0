import { intervalWords, localTime } from './times';

describe('On the terminal', () => {
  it('an instant is told in the time of China', () => {
    expect(localTime('2026-11-22T13:00:28.859Z')).toBe('2026-11-22 21:00:28');
    expect(localTime('unknown')).toBe('unknown');
    expect(localTime('2026-11-22T16:00:00.000Z')).toBe('2026-11-23 00:00:00');
  });

  it.each([
    [86_400_000, '1 天'],
    [36 * 3600_000, '36 小时'],
    [1_800_000, '30 分钟'],
    [90 * 60_000, '90 分钟'],
  ])('%d ms is told in the largest whole unit', (ms, words) => expect(intervalWords(ms)).toBe(words));
});
