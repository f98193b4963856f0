import { uuidFrom, type Step } from '@chuangwen/platform';
import { endTasks } from './end-tasks';

const step = ((tenant: string, name: string) => ({ tenant, commandId: name })) as unknown as Step;
const meta = { tenant: 'bureau' } as never;
const party = { planId: 'p', campaignId: 'c1', organisationId: 'o1', parent: null, revision: 2 };
const shown = (commands: ReturnType<(typeof endTasks)['plan.withdrawn']>) =>
  commands.map((one) => [one.caller.commandId, 'taskId' in one ? one.taskId : one.planId, one.change]);
const ADDED = ['withdraw-added', 'p'];
const task = (item: string) => uuidFrom('p', item);

describe('what is no longer in force', () => {
  it('takes its tasks along, with the reason', () => {
    const data = { ...party, cause: 'above' as const, children: [], ended: ['a', 'b'], reason: '印发有误' };
    expect(shown(endTasks['plan.withdrawn']({ type: 'plan.withdrawn', data, meta }, step))).toEqual([
      ['withdraw:a', task('a'), { is: 'withdraw', reason: '印发有误' }],
      ['withdraw:b', task('b'), { is: 'withdraw', reason: '印发有误' }],
      [...ADDED, { is: 'withdraw', reason: '印发有误' }],
    ]);
    const none = { ...data, ended: [] };
    expect(shown(endTasks['plan.withdrawn']({ type: 'plan.withdrawn', data: none, meta }, step))).toHaveLength(1);
  });
  it('gives back those of the revision that is in force again', () => {
    const data = { ...party, inForce: 1, ended: ['b'], resumed: ['a'], reason: '审定有误' };
    const commands = endTasks['plan.approval-withdrawn']({ type: 'plan.approval-withdrawn', data, meta }, step);
    expect(shown(commands)).toEqual([
      ['withdraw:b', task('b'), { is: 'withdraw', reason: '审定有误' }],
      ['resume:a', task('a'), { is: 'resume' }],
    ]);
    const first = { ...data, inForce: null, resumed: [] };
    const all = endTasks['plan.approval-withdrawn']({ type: 'plan.approval-withdrawn', data: first, meta }, step);
    expect(shown(all).at(-1)).toEqual([...ADDED, { is: 'withdraw', reason: '审定有误' }]);
  });
  it('is what a revision ended, with the reason it was dropped for', () => {
    const dropped = [
      { itemId: 'a', reason: '不属于职责' },
      { itemId: 'x', reason: null },
    ];
    const data = { ...party, replaced: 1, added: [], changed: [], responsible: {}, dropped, ended: ['a', 'b'] };
    const commands = endTasks['plan.revised']({ type: 'plan.revised', data, meta }, step);
    expect(commands.map(({ change }) => change)).toEqual([
      { is: 'withdraw', reason: '不属于职责' },
      { is: 'withdraw', reason: '方案修订后不再单列。' },
    ]);
  });
});
