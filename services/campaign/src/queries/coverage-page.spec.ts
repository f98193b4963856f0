import { base } from '../testing/plan';
import type { CoverageDocument, Report } from '../projections/coverage';
import { coverageSheets } from './coverage-file';
import { childrenOn, coveragePageOf } from './coverage-page';

const report = (more: Partial<Report>): Report => ({
  on: '2026-03-02',
  organisationId: 'o',
  over: 1,
  situation: 'submitted',
  inForce: null,
  heard: true,
  way: 'own',
  changed: [],
  dropped: {},
  added: [],
  ...more,
});
const child = (planId: string, ...reports: Report[]): CoverageDocument => ({
  above: 'root',
  planId,
  tenant: 't',
  organisationId: planId,
  given: [{ on: '2026-03-02', revision: 1, asked: null, takenBack: false }],
  reports,
});
const pageOf = (documents: CoverageDocument[], revisions = [base], asOf: string | null = null) =>
  coveragePageOf(
    'root',
    asOf,
    childrenOn(documents, asOf).map((each) => ({ ...each, name: each.planId })),
    new Map(revisions.map((each, i) => [i + 1, { planId: 'root', revision: i + 1, ...each }])),
  );

it('counts what nobody touched as kept, and what has not come as waiting', () => {
  const { totals, measures } = pageOf([
    child('one', report({ dropped: { b: '不适用' }, added: [{ itemId: 'x', above: null, title: '新增' }] })),
    child('two', report({ situation: 'approved', inForce: 'own', changed: ['b', 'a'] })),
    child('three', report({ situation: 'drafting', heard: false })),
  ]);
  expect(totals).toEqual({
    children: 3,
    drafting: 1,
    submitted: 1,
    returned: 0,
    approved: 1,
    covered: 1,
    own: 1,
    whole: 0,
    withoutPaper: 0,
    measures: 4,
    kept: 5,
    changed: 2,
    dropped: 1,
    waiting: 4,
    added: 1,
  });
  expect(measures.at(-1)).toMatchObject({
    itemId: 'b',
    kept: 0,
    waiting: 1,
    changed: [{ planId: 'two' }],
    dropped: [{ planId: 'one', reason: '不适用' }],
  });
});

it('counts three ways as covered, and a plan that is being revised as it was', () => {
  const { totals } = pageOf([
    child('one', report({ situation: 'approved', inForce: 'whole' })),
    child('two', report({ situation: 'approved', inForce: 'without-paper' })),
    child('three', report({ situation: 'drafting', inForce: 'own' })),
    child('four', report({ situation: 'submitted' })),
  ]);
  expect(totals).toMatchObject({ covered: 3, own: 1, whole: 1, withoutPaper: 1, approved: 2 });
});

it('leaves out what was taken back, but tells of it', () => {
  const back = child('one', report({ situation: 'withdrawn' }));
  const { totals, children, measures } = pageOf([
    { ...back, given: [...back.given, { on: '2026-03-05', revision: 1, asked: null, takenBack: true }] },
  ]);
  expect(totals).toMatchObject({ children: 0, kept: 0, waiting: 0, covered: 0 });
  expect(measures.every(({ kept, waiting }) => kept + waiting === 0)).toBe(true);
  expect(children).toMatchObject([{ planId: 'one', situation: 'withdrawn' }]);
});

it('shows any day as it ended', () => {
  const documents = [
    child(
      'one',
      report({ on: '2026-03-02', situation: 'drafting', heard: false }),
      report({ on: '2026-03-04', dropped: { b: '不适用' } }),
      report({ on: '2026-03-06', situation: 'approved', inForce: 'own' }),
    ),
  ];
  const on = (day: string) => pageOf(documents, [base], day).totals;
  expect(on('2026-03-01')).toMatchObject({ children: 0, measures: 4 });
  expect(on('2026-03-03')).toMatchObject({ children: 1, drafting: 1, waiting: 4 });
  expect(on('2026-03-05')).toMatchObject({ submitted: 1, dropped: 1, kept: 3 });
  expect(on('2026-03-06')).toMatchObject({ approved: 1, covered: 1, kept: 4 });
});

it('asks of each only what was in the revision that it lies over', () => {
  const shorter = { ...base, items: base.items.slice(0, 3) };
  const documents = [child('one', report({})), child('two', report({ over: 2 }))];
  const { totals, measures } = pageOf(documents, [base, shorter]);
  expect(totals).toMatchObject({ measures: 4, kept: 7 });
  expect(measures.find(({ itemId }) => itemId === 'b')).toMatchObject({ kept: 1, waiting: 0 });
});

it('is zero when nobody has it', () => {
  expect(pageOf([], []).totals).toMatchObject({ children: 0, measures: 0, kept: 0, waiting: 0 });
});

it('goes out as two tables in people’s words', () => {
  const [byPlan, byMeasure] = coverageSheets(
    pageOf([child('one', report({ situation: 'approved', inForce: 'whole' }))], [base], '2026-03-09'),
  );
  expect(byPlan.title).toBe('方案落实情况（截至 2026-03-09）');
  expect(byPlan.rows).toEqual([['one', '已生效', '整体沿用', 1, 1, 4, 0, 0, 0]]);
  expect(byMeasure.rows).toHaveLength(4);
  for (const sheet of [byPlan, byMeasure])
    expect(sheet.rows.every((row) => row.length === sheet.columns.length)).toBe(true);
});
