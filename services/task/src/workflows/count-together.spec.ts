import type { Step } from '@chuangwen/platform';
import type { CountTask } from '../commands/count-task';
import { countTogether } from './count-together';

const step = ((tenant: string, name: string) => ({ tenant, commandId: name })) as unknown as Step;
const after = (type: string, data: unknown) => {
  const handle = countTogether.on[type] as (event: unknown, step: Step) => CountTask[];
  return handle({ type, data, meta: { tenant: 'bureau' } }, step).map(({ taskId, change }) => [taskId, change]);
};

describe('tasks that count together', () => {
  it('the covered one rests, and counts again when that ends', () => {
    expect(after('task.shared-with', { taskId: 't1', covers: 't2', reason: '同一件事' })).toEqual([
      ['t2', { is: 'cover', by: 't1', reason: '同一件事' }],
    ]);
    expect(after('task.unshared', { taskId: 't1', covers: 't2', reason: '分开' })).toEqual([
      ['t2', { is: 'uncover', by: 't1' }],
    ]);
  });
  it('the covering one is told when the plan of the covered one goes, and only then', () => {
    const withdrawn = { taskId: 't2', reason: '有误' };
    expect(after('task.withdrawn', { ...withdrawn, cause: 'plan', by: 't1' })).toMatchObject([
      ['t1', { is: 'unshare', covers: 't2', silently: true }],
    ]);
    expect(after('task.withdrawn', { ...withdrawn, cause: 'plan', by: null })).toEqual([]);
    expect(after('task.withdrawn', { ...withdrawn, cause: 'covered', by: 't1' })).toEqual([]);
  });
});
