import { KILL_POINTS } from '@chuangwen/ports';
import { torture } from './torture';

jest.setTimeout(600_000); // about a minute where nothing else runs

describe('F2: kill -9 under load', () => {
  it('fifty times, at named places and at random, loses and doubles nothing', async () => {
    const report = await torture(50, 20260428);
    expect({ wrong: report.wrong }).toEqual({ wrong: [] });
    expect(Object.keys(report.places)).toEqual(expect.arrayContaining([...KILL_POINTS, 'at random']));
    expect(report.acknowledged[0]).toBeGreaterThan(500);
    expect(report.slowestStart).toBeLessThan(30_000);
  });
});
