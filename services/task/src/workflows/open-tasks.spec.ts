import type { Item, PlanApproved } from '@chuangwen/contracts';
import { tasksOf } from './open-tasks';

const item = (itemId: string, above: string | null): Item => ({
  itemId,
  above,
  number: null,
  title: itemId,
  text: null,
  phaseId: null,
  deadline: null,
  evidenceWanted: null,
});
const plan = (...items: Item[]): PlanApproved['data'] => ({
  planId: 'plan1',
  campaignId: 'c1',
  organisationId: 'o1',
  parent: null,
  revision: 1,
  purpose: 'approval',
  items,
  phases: [],
  responsible: {},
});
const leaves = (...items: Item[]) => tasksOf(plan(...items)).map(({ item, measure }) => [item.itemId, measure.itemId]);

describe('the tasks of a plan', () => {
  it('are its leaves, each with the measure at the top', () =>
    expect(leaves(item('a', null), item('b', 'a'), item('c', 'b'), item('d', null))).toEqual([
      ['c', 'a'],
      ['d', 'd'],
    ]));
  it('are none for a plan without measures', () => expect(leaves()).toEqual([]));
  it('end the chain where the plan knows no more', () => expect(leaves(item('b', 'gone'))).toEqual([['b', 'b']]));
  it('end a ring where it closes', () =>
    expect(leaves(item('a', 'b'), item('b', 'a'), item('c', 'a'))).toEqual([['c', 'b']]));
  it('have the same ids every time', () => {
    const ids = () => tasksOf(plan(item('a', null), item('b', null))).map(({ taskId }) => taskId);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(2);
  });
});
