import { base } from '../testing/plan';
import type { CoverageDocument, Report } from '../projections/coverage';
import { coveragePageOf } from './coverage-page';

const children = ['one', 'two', 'three'].map((planId) => ({
  planId,
  tenant: 't',
  organisationId: planId,
  revision: 1,
  name: planId,
}));
const report = (more: Partial<Report>): Report => ({
  tenant: 't',
  organisationId: 'o',
  over: 1,
  situation: 'submitted',
  changed: [],
  dropped: {},
  added: [],
  ...more,
});
const pageOf = (reports: CoverageDocument['reports'], given = children, revisions = [base]) =>
  coveragePageOf(
    { planId: 'root', handed: {}, reports },
    given,
    new Map(revisions.map((each, i) => [i + 1, { planId: 'root', revision: i + 1, ...each }])),
  );

it('counts what nobody touched as kept, and what has not come as waiting', () => {
  const { totals, measures } = pageOf({
    one: report({ dropped: { b: '不适用' }, added: [{ itemId: 'x', above: null, title: '新增' }] }),
    two: report({ situation: 'approved', changed: ['b', 'a'] }),
    three: report({ situation: 'drafting', changed: [], dropped: {} }),
  });
  expect(totals).toEqual({
    children: 3,
    drafting: 1,
    submitted: 1,
    returned: 0,
    approved: 1,
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

it('asks of each only what was in the revision that it was given', () => {
  const shorter = { ...base, items: base.items.slice(0, 3) };
  const given = [children[0]!, { ...children[1]!, revision: 2 }];
  const { totals, measures } = pageOf({ one: report({}), two: report({}) }, given, [base, shorter]);
  expect(totals).toMatchObject({ measures: 4, kept: 7 });
  expect(measures.find(({ itemId }) => itemId === 'b')).toMatchObject({ kept: 1, waiting: 0 });
});

it('is zero when nobody has it', () => {
  expect(pageOf({}, [], []).totals).toMatchObject({ children: 0, measures: 0, kept: 0, waiting: 0 });
});
