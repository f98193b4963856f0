import { describeEngines } from '../engines';
import { torture, WAYS } from './torture';

jest.setTimeout(600_000);

/** More by hand: npm run torture -- --mode distributed --kills 1000 */
const KILLS = 50;
/** On a machine that does other things too it is content with fewer, but each place has its turn (s). */
const WITHIN = 100;

describeEngines('F2: kill -9 under load, on engines', () => {
  it(`${KILLS} times, of one of two processes, at named places and at random, loses and doubles nothing`, async () => {
    const report = await torture(KILLS, 20260428, { mode: 'distributed', within: WITHIN });
    expect({ wrong: report.wrong }).toEqual({ wrong: [] });
    expect(Object.keys(report.places)).toEqual(expect.arrayContaining([...WAYS.distributed.points, 'at random']));
    for (const acknowledged of report.acknowledged) expect(acknowledged).toBeGreaterThan(50);
    expect(report.slowestStart).toBeLessThan(60_000);
  });
});
