import { asOfDay } from './as-of';

const now = new Date('2026-04-27T16:30:00.000Z'); // already the 28th in Shanghai

it('is the day that was asked for, or today', () => {
  expect([asOfDay(undefined, now), asOfDay('2026-04-28', now), asOfDay('2020-01-01', now)]).toEqual([
    '2026-04-28',
    '2026-04-28',
    '2020-01-01',
  ]);
});

it('is no day that has not come', () => {
  expect(() => asOfDay('2026-04-29', now)).toThrow(
    expect.objectContaining({ code: 'report.as-of-future', params: { today: '2026-04-28' } }),
  );
});
