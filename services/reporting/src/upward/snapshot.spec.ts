import { NOTHING, type Sums } from '../report/figures';
import { differences, frozen, type Fresh } from './snapshot';

const sums = (tasks: number, accepted = 0): Sums => ({ ...NOTHING, tasks, accepted });
const row = (key: string, figures: Sums) => ({ key, number: null, name: null, figures });
const fresh = (...rows: Fresh['rows'][number][]): Fresh => ({
  rows,
  missing: { tasks: 0, unread: [], reports: [] },
  sources: [],
});
const head = {
  campaignId: 'c1',
  organisationId: 'o',
  to: { tenant: 'office', organisationId: null },
  cc: [],
  by: 'measure',
  tree: 'line',
  basis: 'counters',
  period: null,
} as const;
const about = (submission: number, asOf: string) => ({
  reportId: 'r',
  submission,
  asOf,
  reporter: { tenant: 't', name: '某局' },
  head: { ...head, cc: [] },
});

describe('a snapshot', () => {
  const first = frozen(about(1, '2026-06-01'), fresh(row('m1', sums(3, 1)), row('m2', sums(2))), null);

  it('holds every row, and totals that are their sum', () => {
    expect(first.rows.map(({ key, submission }) => [key, submission])).toEqual([
      ['m1', 1],
      ['m2', 1],
    ]);
    expect(first.totals).toEqual(sums(5, 1));
  });

  it('sent again after a return is new in the returned rows alone', () => {
    const now = fresh(row('m1', sums(4, 4)), row('m2', sums(9, 9)), row('m3', sums(1)));
    const again = frozen(about(2, '2026-06-05'), now, { before: first, open: ['m1', 'total'] });
    expect(again.rows[0]).toMatchObject({ key: 'm1', asOf: '2026-06-05', submission: 2, figures: sums(4, 4) });
    expect(again.rows[1]).toEqual(first.rows[1]);
    expect([again.rows.length, again.totals]).toEqual([2, sums(6, 4)]);
  });

  it('keeps a returned row that has nothing any more, with nothing in it', () => {
    const again = frozen(about(2, '2026-06-05'), fresh(row('m2', sums(2))), { before: first, open: ['m1'] });
    expect([again.rows[0]!.figures, again.totals]).toEqual([NOTHING, sums(2)]);
  });

  it('is held against other figures row by row; what is alike is not told', () => {
    expect(differences(first, [row('m1', sums(3, 1)), row('m2', sums(2))])).toEqual([]);
    expect(differences(first, [row('m1', sums(3, 2)), row('m3', sums(2))])).toEqual([
      { key: 'm1', figure: 'accepted', frozen: 1, now: 2 },
      { key: 'm2', figure: 'tasks', frozen: 2, now: 0 },
      { key: 'total', figure: 'accepted', frozen: 1, now: 2 },
      { key: 'm3', figure: 'tasks', frozen: 0, now: 2 },
    ]);
  });
});
