import { NotFound } from '@chuangwen/kernel';
import { permit, type Action, type Aggregate, type Caller, type Outcome, type Streams } from '@chuangwen/platform';
import { atWork, inCharge, isAssignedTo, type Task, type TaskEvent } from './state';
import { taskDecider, type TaskCommand } from './task';

export const taskAggregate: Aggregate<Task, TaskCommand, TaskEvent> = { kind: 'task@1', decider: taskDecider };

export const taskStream = (tenant: string, taskId: string) => ({ tenant, stream: `task-${taskId}` });

/** The way of every command on a task: it exists in the caller's tenant, the caller may do this, then the rules decide. */
export async function onTask<A = null>(
  streams: Streams,
  caller: Caller,
  taskId: string,
  action: Action,
  command: TaskCommand,
  answer?: (task: Task) => A,
): Promise<Outcome<A>> {
  const stream = taskStream(caller.tenant, taskId);
  const { state } = await streams.load(taskAggregate, stream);
  if (state.is === 'unknown') throw new NotFound('task');
  return streams.execute(taskAggregate, stream, command, allowed(caller, action, state), answer);
}

/** Who is in charge hands out and reviews; the units and the person it was given to work on it. */
export function allowed(caller: Caller, action: Action, task: Task): Caller {
  if (action !== 'task.work') return permit(caller, action, ...inCharge(task));
  return isAssignedTo(task, caller.principal?.person) ? caller : permit(caller, action, ...atWork(task));
}
