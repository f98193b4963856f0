import { z } from 'zod';
import { id } from '../day';
import { eventContract, type EventOf } from '../event-contract';
import { item, itemTexts, reasonAt, responsibleByItem } from './content';
import { planAbove } from './plan';

const revision = z.number().int().positive();
const plan = { planId: id, campaignId: id, organisationId: id };

/**
 * The unit carries out the plan above as it stands: taken over whole (整体沿用), or without a paper of its own (不另行制发). What
 * follows in the same stream is as for any plan: `plan.submitted` where somebody is to look at it, `plan.approved` once in force.
 */
export const planTakenOver = eventContract({
  type: 'plan.taken-over',
  version: 1,
  schema: z.object({ ...plan, parent: planAbove, revision, way: z.enum(['whole', 'without-paper']) }),
});
export type PlanTakenOver = EventOf<typeof planTakenOver>;

/** The organisation above has its units carry out its plan as it stands, all at once; a workflow does it for each. */
export const planUnitsTakingOver = eventContract({
  type: 'plan.units-taking-over',
  version: 1,
  schema: z.object({ ...plan, revision, way: z.enum(['whole', 'without-paper']), plans: z.array(id).min(1) }),
});
export type PlanUnitsTakingOver = EventOf<typeof planUnitsTakingOver>;

/** A plan in force is worked on again (修订): what is in force stays so until `revision` is approved. */
export const planRevisionOpened = eventContract({
  type: 'plan.revision-opened',
  version: 1,
  schema: z.object({
    ...plan,
    parent: planAbove.nullable(),
    inForce: revision,
    revision,
    reason: z.string().nullable(),
  }),
  personal: { reason: { key: 'document', of: 'planId', erased: null } },
});
export type PlanRevisionOpened = EventOf<typeof planRevisionOpened>;

/**
 * A revision that nobody was asked to look at yet is given up (放弃修订): the plan is again as it was put in force, over the
 * `parent` that it lay over then. The number of the revision is not used again.
 */
export const planRevisionGivenUp = eventContract({
  type: 'plan.revision-given-up',
  version: 1,
  schema: z.object({
    ...plan,
    parent: planAbove.nullable(),
    /** What was given up, and what is in force. */
    revision,
    inForce: revision,
    reason: z.string(),
  }),
  personal: reasonAt('reason', 'planId'),
});
export type PlanRevisionGivenUp = EventOf<typeof planRevisionGivenUp>;

/** Right after `plan.approved` of a revision: what is otherwise than in the one that was in force. */
export const planRevised = eventContract({
  type: 'plan.revised',
  version: 1,
  schema: z.object({
    ...plan,
    parent: planAbove.nullable(),
    /** The revision that was in force, and the one that is now. */
    replaced: revision,
    revision,
    /** Ids of items that are new. */
    added: z.array(id),
    /** Items that were in force and read otherwise now, whole. */
    changed: z.array(item),
    /** Of those and of what is new: who is responsible, in the source's words. */
    responsible: responsibleByItem,
    dropped: z.array(z.object({ itemId: id, reason: z.string().nullable() })),
    /** Items that had a task (nothing below them) and have none now: dropped, or divided into points. */
    ended: z.array(id),
  }),
  personal: {
    responsible: { key: 'document', of: 'planId', erased: {} },
    ...itemTexts('changed.*', 'planId'),
    ...reasonAt('dropped.*.reason', 'planId'),
  },
});
export type PlanRevised = EventOf<typeof planRevised>;

/** The organisation above handed down a later revision; this plan still lies over `over`. */
export const planParentChanged = eventContract({
  type: 'plan.parent-changed',
  version: 1,
  schema: z.object({ ...plan, over: planAbove, parent: planAbove }),
});
export type PlanParentChanged = EventOf<typeof planParentChanged>;

/** From here on the plan lies over this revision; what it held of its own it keeps, and what it declined follows as its own. */
export const planParentTaken = eventContract({
  type: 'plan.parent-taken',
  version: 1,
  schema: z.object({ ...plan, parent: planAbove, inherited: z.array(id) }),
});
export type PlanParentTaken = EventOf<typeof planParentTaken>;

/** The plan of a unit that is closed goes to the organisation above it, or to the one that succeeded it (移交). */
export const planHandedOver = eventContract({
  type: 'plan.handed-over',
  version: 1,
  schema: z.object({
    ...plan,
    parent: planAbove.nullable(),
    /** Whose it was; `organisationId` is whose it is now. */
    from: id,
    reason: z.string(),
  }),
  personal: reasonAt('reason', 'planId'),
});
export type PlanHandedOver = EventOf<typeof planHandedOver>;
