import { certainlyBefore } from './dates';

describe('dates as far as they are known', () => {
  it.each([
    ['2026-03-31', '2026-04-01', true],
    ['2026-04-01', '2026-04-01', false],
    ['2026-03-31', '2026-04', true],
    ['2026-04-01', '2026-04', false],
    ['2025-12-31', '2026-01', true],
    ['1999-01-01', '--04-28', false],
    ['1999-01-01', '--04', false],
    ['1999-01-01', null, false],
  ])('%s is certainly before %s: %s', (day, start, before) => expect(certainlyBefore(day, start)).toBe(before));
});
