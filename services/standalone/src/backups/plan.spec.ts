import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { durationOf, isDue, nameAt, NAMED, readPlan, writePlan } from './plan';

const HOUR = 3600_000;
const plan = { target: '/backups', every: 24 * HOUR, keep: 3 };
const at = (iso: string, problem: string | null = null) => ({ ...plan, last: { at: iso, problem } });
const now = new Date('2028-02-29T12:00:00.000Z');

describe('A plan of backups', () => {
  it('is due when none was made, after its interval, and not before', () => {
    expect(isDue({ ...plan, last: null }, now)).toBe(true);
    expect(isDue(at('2028-02-28T12:00:00.000Z'), now)).toBe(true);
    expect(isDue(at('2028-02-28T12:00:00.001Z'), now)).toBe(false);
  });

  it('is due again soon after a failure', () => {
    expect(isDue(at('2028-02-29T11:49:00.000Z', 'full'), now)).toBe(true);
    expect(isDue(at('2028-02-29T11:51:00.000Z', 'full'), now)).toBe(false);
  });

  it('is due at once when the clock was set back: waiting for the old time might take for ever', () => {
    expect(isDue(at('2038-01-01T00:00:00.000Z'), now)).toBe(true);
  });

  it.each([
    ['30m', HOUR / 2],
    ['12h', 12 * HOUR],
    ['1d', 24 * HOUR],
  ])('reads %s', (text, ms) => expect(durationOf(text)).toBe(ms));

  it.each(['', '1', 'd', '0d', '-1d', '1w', '1d ', '999999d'])('refuses the interval %j', (text) => {
    expect(() => durationOf(text)).toThrow('backup.every');
  });

  it('names backups so that they stand in order of time, and knows its own names', () => {
    const names = [new Date(now.getTime() - HOUR), now, new Date(now.getTime() + 13 * HOUR)].map(nameAt);
    expect(names).toEqual([...names].sort());
    for (const name of [...names, `${names[0]}.partial-0123456789abcdef`]) expect(name).toMatch(NAMED);
    expect('chuangwen-by-hand').not.toMatch(NAMED);
  });

  it('is kept with the data; one that cannot be read is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chuangwen-plan-'));
    expect(readPlan(folder)).toBeNull();
    writePlan(folder, { ...plan, last: null });
    expect(readPlan(folder)).toEqual({ ...plan, last: null });
    writeFileSync(join(folder, 'backups.json'), '{"target":');
    expect(readPlan(folder)).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
