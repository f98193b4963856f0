import { z } from 'zod';
import { id } from '../day';
import { eventContract, type EventOf } from '../event-contract';
import {
  briefTexts,
  campaignBrief,
  item,
  itemTexts,
  overlay,
  party,
  phase,
  phaseTexts,
  reasonAt,
  responsibleByItem,
} from './content';

/** Names that stand in the source, by item or for one. */
const responsibleFor = (erased: Record<string, never> | null) => ({
  responsible: { key: 'document', of: 'planId', erased } as const,
});

/** The plan of the organisation above, and the revision that this one lies over. */
export const planAbove = party.extend({ planId: id, revision: z.number().int().positive() });
export type PlanAbove = z.infer<typeof planAbove>;

/** Which plans made each measure what it is. `plans` runs from the root plan down to the one that was handed down. */
export const lineage = z.object({
  plans: z.array(planAbove),
  /** By item: positions in `plans`, first of the plan that added it, then of those that changed it. Absent: only the root's. */
  items: z.record(z.string(), z.array(z.number().int().nonnegative()).min(1)),
});
export type Lineage = z.infer<typeof lineage>;

/** Stream `plan-ID` of the tenant whose organisation's plan it is. A root plan has no parent and its own items. */
export const planOpened = eventContract({
  type: 'plan.opened',
  version: 1,
  schema: z.object({
    planId: id,
    campaignId: id,
    organisationId: id,
    /** The revision it lies over; the parent's organisation reviews it. */
    parent: planAbove.nullable(),
    /** Root: its items. Otherwise empty; `inherited` names what the parent's revision holds. */
    items: z.array(item),
    inherited: z.array(id),
    phases: z.array(phase),
    responsible: responsibleByItem,
  }),
  personal: { ...responsibleFor({}), ...itemTexts('items.*', 'planId'), ...phaseTexts('phases.*', 'planId') },
});
export type PlanOpened = EventOf<typeof planOpened>;

export const planItemAdded = eventContract({
  type: 'plan.item-added',
  version: 1,
  schema: z.object({ planId: id, item, responsible: z.string().nullable() }),
  personal: { ...responsibleFor(null), ...itemTexts('item', 'planId') },
});
export type PlanItemAdded = EventOf<typeof planItemAdded>;

/** `itemRevision` counts the shapes of this item in this plan from 1. */
export const planItemChanged = eventContract({
  type: 'plan.item-changed',
  version: 1,
  schema: z.object({ planId: id, item, itemRevision: z.number().int(), responsible: z.string().nullable() }),
  personal: { ...responsibleFor(null), ...itemTexts('item', 'planId') },
});
export type PlanItemChanged = EventOf<typeof planItemChanged>;

export const planItemDropped = eventContract({
  type: 'plan.item-dropped',
  version: 1,
  schema: z.object({ planId: id, itemId: id, reason: z.string() }),
  personal: reasonAt('reason', 'planId'),
});
export type PlanItemDropped = EventOf<typeof planItemDropped>;

/** A dropped or changed item is as inherited again. */
export const planItemRestored = eventContract({
  type: 'plan.item-restored',
  version: 1,
  schema: z.object({ planId: id, itemId: id }),
});
export type PlanItemRestored = EventOf<typeof planItemRestored>;

/** Given to organisations below, each of which gets a plan over this revision. `items` are the whole plan as it stands. */
export const planHandedDown = eventContract({
  type: 'plan.handed-down',
  version: 1,
  schema: z.object({
    planId: id,
    organisationId: id,
    revision: z.number().int().positive(),
    brief: campaignBrief,
    to: z.array(party.extend({ planId: id })),
    items: z.array(item),
    lineage,
    responsible: responsibleByItem,
  }),
  personal: { ...responsibleFor({}), ...briefTexts('planId'), ...itemTexts('items.*', 'planId') },
});
export type PlanHandedDown = EventOf<typeof planHandedDown>;

/** Plans of the same organisation over other parents, for which this one answers: they follow it. Absent: none. */
const answers = z.array(id).optional();

/** Sent to the organisation above: for approval (审定) or for record (备案). Again after a return, then only `items` are new. */
export const planSubmitted = eventContract({
  type: 'plan.submitted',
  version: 1,
  schema: z.object({
    planId: id,
    campaignId: id,
    organisationId: id,
    parent: planAbove,
    revision: z.number().int().positive(),
    purpose: z.enum(['approval', 'record']),
    /** The items that this submission concerns; null: the whole plan. */
    items: z.array(id).nullable(),
    /** Of those items only: one that is named and not in here is as inherited again (or gone, where this plan had added it). */
    overlay,
    /** Of those items, how many shapes each has had in this plan; 1 where it is not named. */
    itemRevisions: z.record(z.string(), z.number().int().positive()),
    responsible: responsibleByItem,
    answers,
  }),
  personal: {
    ...responsibleFor({}),
    ...itemTexts('overlay.added.*', 'planId'),
    ...itemTexts('overlay.changed.*', 'planId'),
    ...reasonAt('overlay.dropped.*.reason', 'planId'),
  },
});
export type PlanSubmitted = EventOf<typeof planSubmitted>;

/** Only these items are open again. */
export const planItemsReturned = eventContract({
  type: 'plan.items-returned',
  version: 1,
  schema: z.object({
    planId: id,
    parent: planAbove,
    items: z.array(z.object({ itemId: id, reason: z.string() })).min(1),
  }),
  personal: reasonAt('items.*.reason', 'planId'),
});
export type PlanItemsReturned = EventOf<typeof planItemsReturned>;

/** In force. `items` are the whole plan as approved, so that its measures can become tasks. */
export const planApproved = eventContract({
  type: 'plan.approved',
  version: 1,
  schema: z.object({
    planId: id,
    campaignId: id,
    organisationId: id,
    /** null: the root plan, which its own organisation puts in force. */
    parent: planAbove.nullable(),
    revision: z.number().int().positive(),
    purpose: z.enum(['approval', 'record']),
    items: z.array(item),
    phases: z.array(phase),
    responsible: responsibleByItem,
    answers,
  }),
  personal: { ...responsibleFor({}), ...itemTexts('items.*', 'planId'), ...phaseTexts('phases.*', 'planId') },
});
export type PlanApproved = EventOf<typeof planApproved>;
