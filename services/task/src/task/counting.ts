import type { TaskOpened, TaskSharedWith } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { digestOf } from './evolve';
import { liveOf, type LiveTask, type Task, type TaskEvent } from './state';

/** Whether, and where, a task counts. All but `share` and `unshare` come from workflows, and are silent where nothing changes. */
export type CountingCommand =
  /** A plan in force has this item, for the first time or again. */
  | Readonly<{ is: 'open' } & TaskOpened['data']>
  /** Its item is no longer in force. */
  | Readonly<{ is: 'withdraw'; reason: string }>
  /** An earlier revision, which had its item, is in force again. */
  | Readonly<{ is: 'resume' }>
  /** Its plan was handed over. */
  | Readonly<{ is: 'hand-over'; from: string; to: string }>
  /** The task `by` counts in its place, or does so no more. */
  | Readonly<{ is: 'cover'; by: string; reason: string }>
  | Readonly<{ is: 'uncover'; by: string }>
  | Readonly<{ is: 'share' } & Omit<TaskSharedWith['data'], 'taskId'>>
  /** `silently`: from a workflow; what is not there needs no undoing. */
  | Readonly<{ is: 'unshare'; covers: string; reason: string; silently?: true }>;

const KINDS: readonly string[] = ['open', 'withdraw', 'resume', 'hand-over', 'cover', 'uncover', 'share', 'unshare'];
export const isCounting = (command: { is: string }): command is CountingCommand => KINDS.includes(command.is);

/** Throws NotFound, RuleViolation. */
export function decideCounting(task: Task, command: CountingCommand): TaskEvent[] {
  if (command.is === 'open') return opened(task, command);
  if (task.is === 'unknown') {
    if (command.is === 'share' || (command.is === 'unshare' && !command.silently)) throw new NotFound('task');
    return [];
  }
  const live = liveOf(task);
  const { taskId, planId, deadline } = live;
  const again = { type: 'task.reinstated', data: { taskId, planId, said: null, deadline } } as const;
  switch (command.is) {
    case 'withdraw':
      return withdrawn(task, command.reason);
    case 'resume':
      return task.is === 'withdrawn' && task.cause === 'plan' ? [again] : [];
    case 'hand-over': {
      const { from, to } = command;
      if (live.organisationId !== from) return [];
      return [{ type: 'task.handed-over', data: { taskId, planId, organisationId: to, from } }];
    }
    case 'cover': {
      const { by, reason } = command;
      if (task.is !== 'withdrawn') return [{ type: 'task.withdrawn', data: { taskId, cause: 'covered', by, reason } }];
      // Its plan went meanwhile: told once more, so that the other one counts in its place no longer.
      return task.cause === 'plan' ? [{ type: 'task.withdrawn', data: { taskId, cause: 'plan', by, reason } }] : [];
    }
    case 'uncover':
      return task.is === 'withdrawn' && task.cause === 'covered' && task.by === command.by ? [again] : [];
    case 'share':
      return shared(task, command);
    case 'unshare': {
      const { covers, reason, silently } = command;
      const share = live.shares.find((one) => one.covers === covers);
      if (!share && !silently) throw new NotFound('sharing');
      return share ? [{ type: 'task.unshared', data: { taskId, ...share, reason } }] : [];
    }
  }
}

function opened(task: Task, { is: _command, ...data }: Extract<CountingCommand, { is: 'open' }>): TaskEvent[] {
  if (task.is === 'unknown') return [{ type: 'task.opened', data }];
  const { item, measure, phase, responsible, planId } = data;
  const said = { item, measure, phase, responsible };
  const live = liveOf(task);
  const { taskId, said: known } = live;
  // Moving the day after the work came in would make what was late timely.
  const stays = live.deadlineSet || live.is === 'submitted' || live.is === 'accepted';
  const news = { taskId, planId, said, deadline: stays ? live.deadline : data.deadline };
  if (task.is === 'withdrawn' && task.cause === 'plan') return [{ type: 'task.reinstated', data: news }];
  // The same approval told twice, or a revision that says the same of this item.
  return known === digestOf(said) ? [] : [{ type: 'task.revised', data: news }];
}

/** What it counts for elsewhere ends first. */
function withdrawn(task: LiveTask | Extract<Task, { is: 'withdrawn' }>, reason: string): TaskEvent[] {
  if (task.is === 'withdrawn') {
    const { cause, by, before } = task;
    return cause === 'plan'
      ? []
      : [{ type: 'task.withdrawn', data: { taskId: before.taskId, cause: 'plan', by, reason } }];
  }
  const { taskId, shares } = task;
  return [
    ...shares.map((share) => ({ type: 'task.unshared' as const, data: { taskId, ...share, reason } })),
    { type: 'task.withdrawn', data: { taskId, cause: 'plan', by: null, reason } },
  ];
}

function shared(task: Task, { is: _command, ...share }: Extract<CountingCommand, { is: 'share' }>): TaskEvent[] {
  const live = counting(task);
  const same = live.shares.find(({ campaignId }) => campaignId === share.campaignId);
  if (same?.covers === share.covers) return [];
  if (share.campaignId === live.campaignId) throw new RuleViolation('task.share-own-campaign');
  if (same) throw new RuleViolation('task.share-known');
  return [{ type: 'task.shared-with', data: { taskId: live.taskId, ...share } }];
}

/** Throws RuleViolation for a task that counts nowhere. */
export function counting(task: Task): LiveTask {
  if (task.is === 'unknown') throw new NotFound('task');
  if (task.is !== 'withdrawn') return task;
  if (task.cause === 'covered') throw new RuleViolation('task.covered');
  throw new RuleViolation('task.withdrawn');
}

/** Whether another task can still count in its place. Throws RuleViolation when work on it was begun, or others hang on it. */
export function mustBeCoverable(task: Task): void {
  const live = counting(task);
  if (live.shares.length > 0) throw new RuleViolation('task.share-shares');
  if (live.is !== 'unassigned' && live.is !== 'assigned') throw new RuleViolation('task.share-begun');
}
