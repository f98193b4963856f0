import type { Visitor } from './client';
import { printReport } from './print';

const figures = { tasks: 1, accepted: 0, submitted: 0, overdue: 0, completeness: null, timeliness: null };

describe('The report of a demo', () => {
  it('is printed only once every view has heard what all desks did, so that its parts agree', async () => {
    const lags = [3, 0, 2, 0];
    let asked = 0;
    const runtime = { lags: async () => [{ consumer: 'progress', lag: lags.shift() ?? 0 }] };
    const reader = {
      get: async () => {
        asked += 1;
        expect(lags).toEqual([]);
        return { totals: figures, rows: [] };
      },
    } as unknown as Visitor;
    const print = jest.spyOn(console, 'log').mockImplementation();
    await printReport(reader, 'campaign', { services: [{ runtime }] });
    print.mockRestore();
    expect(asked).toBe(3);
  });
});
