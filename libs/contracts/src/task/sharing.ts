import { z } from 'zod';
import { partialDate, phase, phaseTexts } from '../campaign/content';
import { id } from '../day';
import { eventContract, type EventOf } from '../event-contract';
import { taskMeasure } from './task';

const reason = { key: 'document', of: 'taskId', erased: '（已删除）' } as const;

/**
 * One task counts for measures of several campaigns. From its recorded day on this task counts in the campaign `campaignId` as well,
 * once: under its own unit, situation and day of submission, but under the measure, phase and deadline given here, as long as it is
 * not withdrawn and `task.unshared` of that campaign has not followed. The task `covers`, which the plan of that campaign had opened
 * for the measure, is withdrawn by a workflow (`task.withdrawn`, cause `covered`), so that nothing counts twice and nothing is missing.
 * Never its own campaign, and one measure a campaign at most.
 */
export const taskSharedWith = eventContract({
  type: 'task.shared-with',
  version: 1,
  schema: z.object({
    taskId: id,
    campaignId: id,
    planId: id,
    /** The task in whose place it counts, of the same tenant. */
    covers: id,
    itemId: id,
    measure: taskMeasure,
    phase: phase.nullable(),
    /** By which it is due in that campaign; its own deadline is another matter. */
    deadline: partialDate.nullable(),
    reason: z.string(),
  }),
  personal: {
    'measure.title': { key: 'document', of: 'planId', erased: '（已删除）' },
    ...phaseTexts('phase', 'planId'),
    reason,
  },
});
export type TaskSharedWith = EventOf<typeof taskSharedWith>;

/** From its recorded day on it counts in that campaign no more; a workflow reinstates the task that it covered. */
export const taskUnshared = eventContract({
  type: 'task.unshared',
  version: 1,
  schema: z.object({ taskId: id, campaignId: id, covers: id, reason: z.string() }),
  personal: { reason },
});
export type TaskUnshared = EventOf<typeof taskUnshared>;
