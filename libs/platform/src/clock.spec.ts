import { execFileSync } from 'node:child_process';
import { dayOf } from './clock';

const days: [instant: string, day: string][] = [
  ['2026-04-27T15:59:59.999Z', '2026-04-27'],
  ['2026-04-27T16:00:00.000Z', '2026-04-28'],
  ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ['2028-02-28T16:00:00.000Z', '2028-02-29'],
  ['2026-03-08T07:30:00.000Z', '2026-03-08'], // the hour that New York skips
  ['2026-11-01T05:30:00.000Z', '2026-11-01'], // the hour that New York has twice
];

describe('The day of an instant', () => {
  it.each(days)('%s is %s in Shanghai', (instant, day) => {
    expect(dayOf(instant)).toBe(day);
    expect(dayOf(new Date(instant))).toBe(day);
  });

  it.each(['America/New_York', 'Pacific/Kiritimati', 'UTC'])('is the same where the host is in %s', (zone) => {
    const script = `const { dayOf } = require(${JSON.stringify(require.resolve('./clock'))});
      console.log(new Date(2026, 0, 1).getTimezoneOffset() + ' ' + ${JSON.stringify(days)}.map(([at]) => dayOf(at)).join(' '));`;
    const args = ['-C', '@chuangwen/source', '-r', require.resolve('@swc-node/register'), '-e', script];
    const env = { ...process.env, TZ: zone, NODE_OPTIONS: '' };
    const [offset, ...found] = execFileSync(process.execPath, args, { env, encoding: 'utf8' }).trim().split(' ');
    expect(found).toEqual(days.map(([, day]) => day));
    expect(Number(offset)).not.toBe(-480);
  });
});
