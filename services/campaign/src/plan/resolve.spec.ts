import { added, base, changed, dropped, item, opened, restored } from '../testing/plan';
import type { PlanEvent } from './events';
import { evolve } from './evolve';
import { planDecider } from './plan';
import { entriesOf, wholeOf } from './resolve';
import type { OpenedPlan } from './state';

const after = (...events: PlanEvent[]) => [opened, ...events].reduce(evolve, planDecider.initialState()) as OpenedPlan;
const shown = (plan: OpenedPlan) =>
  entriesOf(plan, base).map(({ item, mark, itemRevision }) => `${item.itemId} ${mark} ${itemRevision}`);

it('leaves implicit what nobody touched', () => {
  expect(after().touched).toEqual({});
  expect(shown(after())).toEqual(['a inherited 1', 'a1 inherited 1', 'a2 inherited 1', 'b inherited 1']);
});

it('keeps the order of the plan above and puts points where they belong', () => {
  const plan = after(
    added('x'),
    added('a3', { above: 'a' }),
    changed('b', '改'),
    dropped('a1'),
    added('x1', { above: 'x' }),
  );
  expect(shown(plan)).toEqual([
    'a inherited 1',
    'a1 dropped 2',
    'a2 inherited 1',
    'a3 added 1',
    'b changed 2',
    'x added 1',
    'x1 added 1',
  ]);
});

it('counts every shape of an item', () => {
  const plan = after(changed('b', '一', 2), changed('b', '二', 3), dropped('b'), restored('b'));
  expect(shown(plan)).toContain('b inherited 5');
});

it('gives the next level what is left, with the line of plans of what is not simply the root’s', () => {
  const inTheMiddle = {
    ...base,
    lineage: {
      plans: [...base.lineage.plans, { ...base.lineage.plans[0]!, planId: 'middle' }],
      items: { a1: [1], b: [0, 1] },
    },
  };
  const { items, responsible, lineage } = wholeOf(
    after(dropped('a2'), changed('b', '改'), added('x')),
    inTheMiddle,
    't',
  );
  expect(items.map(({ itemId }) => itemId)).toEqual(['a', 'a1', 'b', 'x']);
  expect(responsible).toEqual({});
  expect(lineage.plans.map(({ planId }) => planId)).toEqual(['root', 'middle', 'child']);
  expect(lineage.items).toEqual({ a1: [1], b: [0, 1, 2], x: [2] });
});

it('shows a point whose measure is gone by itself, and loses nothing', () => {
  const orphan = { ...base, items: [item('p', { above: 'not-here' }), item('q')] };
  expect(entriesOf(after(), orphan).map((entry) => entry.item.itemId)).toEqual(['p', 'q']);
});
