import type { Item } from '@chuangwen/contracts';
import { expectedView, type Expected } from './expected';

const item = (itemId: string, above: string | null = null) => ({ itemId, above }) as Item;
const told = (plan: Expected | null, type: string, data: object) =>
  expectedView.evolve(plan, { type, data: { planId: 'p', campaignId: 'c|1', ...data } } as never, 'p');
const approved = (...items: Item[]) => told(null, 'plan.approved', { items });

describe('the tasks that are expected', () => {
  it('are those of items with nothing below them, in the revision in force', () => {
    const first = approved(item('a'), item('b', 'a'), item('c'));
    expect(first!.items).toEqual(['b', 'c']);
    expect(told(first, 'plan.approved', { items: [item('a'), item('d')] })!.items).toEqual(['a', 'd']);
  });
  it('are none of a plan that was withdrawn', () =>
    expect(told(approved(item('a')), 'plan.withdrawn', { ended: ['a'] })!.items).toEqual([]));
  it('are those of the revision before when its approval was', () =>
    expect(
      told(approved(item('a'), item('b')), 'plan.approval-withdrawn', { ended: ['b'], resumed: ['c'] })!.items,
    ).toEqual(['a', 'c']));
  it('are counted for their campaign', () =>
    expect(expectedView.contributions!(approved(item('a'), item('b'))!)).toEqual([
      { group: 'expected', key: 'c%7C1|', values: { tasks: 2 } },
    ]));
});
