import { z } from 'zod';
import { id } from '../day';
import { eventContract, type EventOf } from '../event-contract';

/**
 * The plan it is from was handed over (移交), and the task with it: from its recorded day on it is `organisationId`'s, wherever
 * it was `from`'s, as the unit of the plan, as its lead unit or as a joint one. Who does it and where it stands stay.
 */
export const taskHandedOver = eventContract({
  type: 'task.handed-over',
  version: 1,
  schema: z.object({ taskId: id, planId: id, organisationId: id, from: id }),
});
export type TaskHandedOver = EventOf<typeof taskHandedOver>;
