import { dateField } from './fields';

const issues = (given: unknown) => dateField.safeParse(given).error?.issues ?? [];

it.each(['2026-04-28', '2026-04', '--04-28', '--02-29', '2028-02-29'])('%s is a date', (date) =>
  expect(issues(date)).toEqual([]),
);

it.each(['2026-02-30', '2026-13', '2026/04/28', '四月', '', '2027-02-29', '2026-04-28T00:00'])(
  '%s is none, which is said once and with examples',
  (date) => expect(issues(date)).toMatchObject([{ params: { zh: expect.stringContaining('2026-04-28') } }]),
);
