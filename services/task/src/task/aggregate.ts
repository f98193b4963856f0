import { NotFound, RuleViolation } from '@chuangwen/kernel';
import {
  inSight,
  permit,
  type Action,
  type Aggregate,
  type Caller,
  type Outcome,
  type Streams,
} from '@chuangwen/platform';
import {
  atWork,
  inCharge,
  isAssignedTo,
  isCheckedFromAbove,
  ownerOf,
  peopleOn,
  type Task,
  type TaskEvent,
} from './state';
import { taskDecider, type TaskCommand } from './task';

/** The state holds what people wrote: the evidence that is wanted, links. */
export const taskAggregate: Aggregate<Task, TaskCommand, TaskEvent> = {
  kind: 'task@3',
  decider: taskDecider,
  texts: true,
};

export const taskStream = (tenant: string, taskId: string) => ({ tenant, stream: `task-${taskId}` });

/** A unit sees tasks of its plan and those it leads or joins; a person sees their own; the tenant's own organisation sees all. */
export const taskInSight = (caller: Caller, units: readonly string[], people: readonly string[]): boolean =>
  people.includes(caller.actor.id) || inSight(caller, 'task.read', ...units);

/** The way of every command on a task: it exists in the caller's tenant, the caller may do this, then the rules decide. */
export async function onTask<A = null>(
  streams: Streams,
  caller: Caller,
  taskId: string,
  action: Action,
  command: TaskCommand | ((task: Task) => TaskCommand),
  answer?: (task: Task) => A,
): Promise<Outcome<A>> {
  const acting = await allowed(streams, caller, taskId, action);
  return streams.execute(taskAggregate, taskStream(caller.tenant, taskId), command, acting, answer);
}

/**
 * The caller in the right in which it acts: who is in charge, or the tenant's own organisation above them (a unit may be
 * closed, or judge itself too kindly), hands out and reviews; the units, and the person it was given to while that
 * person holds any post, work on it. What is checked before a submission (`task.check`) only the organisation whose task it is
 * decides, and the tenant's own: not the section that leads it, nor the person who has it; and what the tenant's own
 * has set, it alone. Throws NotFound, RuleViolation `policy.not-permitted`, `task.own-checks`, `task.checks-from-above`.
 */
export async function allowed(streams: Streams, caller: Caller, taskId: string, action: Action): Promise<Caller> {
  const { state: task } = await streams.load(taskAggregate, taskStream(caller.tenant, taskId));
  if (task.is === 'unknown' || !taskInSight(caller, atWork(task), peopleOn(task))) throw new NotFound('task');
  const root = caller.principal ? [caller.principal.root] : [];
  if (action === 'task.check') {
    permit(caller, 'task.assign', ...inCharge(task), ...root);
    const isBound = isAssignedTo(task, caller.principal?.person);
    if (isBound || !inSight(caller, action, ...ownerOf(task))) throw new RuleViolation('task.own-checks');
    // Whoever holds a post there too acts in that right.
    if (inSight(caller, action)) return permit(caller, action, ...root);
    if (root.some((one) => isCheckedFromAbove(task, one))) throw new RuleViolation('task.checks-from-above');
    return permit(caller, action, ...ownerOf(task));
  }
  if (action !== 'task.work') return permit(caller, action, ...inCharge(task), ...root);
  if (isAssignedTo(task, caller.principal?.person)) return permit(caller, 'task.read');
  return permit(caller, action, ...atWork(task));
}
