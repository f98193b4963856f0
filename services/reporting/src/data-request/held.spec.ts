import { keyOf } from '../report/keys';
import { countedIn } from './held';

it('of the tasks that are filled in, in time are those submitted by their day: not the late ones, and none without a day', () => {
  const rows = [
    { key: keyOf('c1', 'u1', '2026-04-01'), values: { tasks: 5, submitted: 4, accepted: 2, late: 1 } },
    { key: keyOf('c1', 'u2', '2026-05-01'), values: { tasks: 2, submitted: 1 } },
    { key: keyOf('c1', 'u1', null), values: { tasks: 3, submitted: 2, accepted: 1 } },
  ];
  expect(countedIn(rows)).toEqual({ tasks: 10, submitted: 7, accepted: 3, onTime: 4 });
});
