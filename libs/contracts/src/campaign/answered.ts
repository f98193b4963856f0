import { z } from 'zod';
import { id } from '../day';
import { eventContract, type EventOf } from '../event-contract';
import { planAbove } from './plan';

const plan = { planId: id, campaignId: id, organisationId: id };
const revision = z.number().int().positive();

/**
 * One plan for several above it: this plan answers `parent` too, through `answered`, the plan of the same organisation over that
 * one. What that one's parent holds and this plan had not is added to it in the same step.
 */
export const planAnswering = eventContract({
  type: 'plan.answering',
  version: 1,
  schema: z.object({ ...plan, answered: id, parent: planAbove }),
});
export type PlanAnswering = EventOf<typeof planAnswering>;

/** From here on the plan says what `by` says, and is submitted with it; null: it stands for itself again. */
export const planAnswered = eventContract({
  type: 'plan.answered',
  version: 1,
  schema: z.object({ ...plan, parent: planAbove, by: id.nullable() }),
});
export type PlanAnswered = EventOf<typeof planAnswered>;

/** Approved or filed by its parent, as `plan.approved`; its items are tasks of the plan `by`, and of that alone. */
export const planAccepted = eventContract({
  type: 'plan.accepted',
  version: 1,
  schema: z.object({ ...plan, parent: planAbove, revision, purpose: z.enum(['approval', 'record']), by: id }),
});
export type PlanAccepted = EventOf<typeof planAccepted>;
