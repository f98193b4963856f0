import type { Item, PlanApproved } from '@chuangwen/contracts';
import type { Recorded } from '@chuangwen/platform';
import { expectedView, missingOf, type Expected } from './expected';

const item = (itemId: string, above: string | null = null) => ({ itemId, above }) as Item;
const after = (...revisions: Item[][]) =>
  revisions.reduce<Expected | null>(
    (plan, items) =>
      expectedView.evolve(
        plan,
        { type: 'plan.approved', data: { planId: 'p', campaignId: 'c|1', items } } as unknown as Recorded<PlanApproved>,
        'p',
      ),
    null,
  )!;

describe('the tasks that are expected', () => {
  it('are those of items with nothing below them', () =>
    expect(after([item('a'), item('b', 'a'), item('c')]).items).toEqual(['b', 'c']));
  it('are of every revision, each item once', () =>
    expect(after([item('c'), item('a')], [item('a'), item('b')]).items).toEqual(['a', 'b', 'c']));
  it('are counted for their campaign', () =>
    expect(expectedView.contributions!(after([item('a'), item('b')]))).toEqual([
      { group: 'expected', key: 'c%7C1|', values: { tasks: 2 } },
    ]));
});

describe('what is missing', () => {
  const row = (tenant: string, tasks: number) => ({ tenant, values: { tasks } });
  it('is what is expected and not known', () => expect(missingOf([row('a', 5)], [row('a', 2), row('a', 1)])).toBe(2));
  it('is nothing where all is known, or more', () => expect(missingOf([row('a', 2)], [row('a', 3)])).toBe(0));
  it('of one tenant is not made up for by another', () =>
    expect(missingOf([row('a', 2), row('b', 2)], [row('a', 4), row('b', 1)])).toBe(1));
});
