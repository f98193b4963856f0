import type { TaskAdded, TaskSharedWith, TaskUnshared, TaskWithdrawn } from '@chuangwen/contracts';
import { defineWorkflow } from '@chuangwen/platform';
import { CountAdded } from '../commands/count-added';
import { CountTask } from '../commands/count-task';

const GONE = '所代替的任务已随方案撤回。';

/** One task counts in the place of another: the other one counts no more, and again when that ends. */
export const countTogether = defineWorkflow<TaskAdded | TaskSharedWith | TaskUnshared | TaskWithdrawn>({
  name: 'count-together',
  topics: ['task'],
  on: {
    'task.added': ({ data: { planId, taskId }, meta }, step) => [
      new CountAdded(step(meta.tenant, 'added'), planId, taskId),
    ],
    'task.shared-with': ({ data: { taskId: by, covers, reason }, meta }, step) => [
      new CountTask(step(meta.tenant, 'cover'), covers, { is: 'cover', by, reason }),
    ],
    'task.unshared': ({ data: { taskId: by, covers }, meta }, step) => [
      new CountTask(step(meta.tenant, 'uncover'), covers, { is: 'uncover', by }),
    ],
    'task.withdrawn': ({ data: { taskId: covers, cause, by }, meta }, step) =>
      cause === 'plan' && by !== null
        ? [new CountTask(step(meta.tenant, 'unshare'), by, { is: 'unshare', covers, reason: GONE, silently: true })]
        : [],
  },
});
