import { z } from 'zod';
import { item, itemTexts, partialDate, phase, phaseTexts } from '../campaign/content';
import { id } from '../day';
import { eventContract, type EventOf } from '../event-contract';
import { taskMeasure } from './task';

const ERASED = '（已删除）';
const reason = { key: 'document', of: 'taskId', erased: ERASED } as const;

/** What a plan says of a task, whole. */
const said = z.object({
  item,
  /** The measure at the top of the item, and the phase; both may be others than before. */
  measure: taskMeasure,
  phase: phase.nullable(),
  /** In the source's words. */
  responsible: z.string().nullable(),
});
const saidTexts = {
  ...itemTexts('said.item', 'planId'),
  ...phaseTexts('said.phase', 'planId'),
  'said.measure.title': { key: 'document', of: 'planId', erased: ERASED },
  'said.responsible': { key: 'document', of: 'planId', erased: null },
} as const;

/**
 * From its recorded day on the task counts nowhere; what was counted before stays. Whatever its situation was (accepted too), it
 * keeps it underneath. `cause`: `plan`: its plan, or its item, is no longer in force; `covered`: the task `by` counts in its place
 * (that task has `task.shared-with` naming this one). `by` with cause `plan`: the task that had counted in its place until now.
 * It may follow on a withdrawn task: covered first, then its plan withdrawn.
 */
export const taskWithdrawn = eventContract({
  type: 'task.withdrawn',
  version: 1,
  schema: z.object({ taskId: id, cause: z.enum(['plan', 'covered']), by: id.nullable(), reason: z.string() }),
  personal: { reason },
});
export type TaskWithdrawn = EventOf<typeof taskWithdrawn>;

/**
 * It counts again, in the situation it had. `said`: what the plan says of it now; null: as it was. `deadline` is the one that holds
 * from now on: of the plan, or the day that a person had set.
 */
export const taskReinstated = eventContract({
  type: 'task.reinstated',
  version: 1,
  schema: z.object({ taskId: id, planId: id, said: said.nullable(), deadline: partialDate.nullable() }),
  personal: saidTexts,
});
export type TaskReinstated = EventOf<typeof taskReinstated>;

/** A later revision of its plan says something else of it. `deadline` as in `task.reinstated`. Its situation stays. */
export const taskRevised = eventContract({
  type: 'task.revised',
  version: 1,
  schema: z.object({ taskId: id, planId: id, said, deadline: partialDate.nullable() }),
  personal: saidTexts,
});
export type TaskRevised = EventOf<typeof taskRevised>;
