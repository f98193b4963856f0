import { z } from 'zod';
import { item, itemTexts, partialDate, phase, phaseTexts } from '../campaign/content';
import { day, id } from '../day';
import { eventContract, type EventOf } from '../event-contract';

const note = { key: 'document', of: 'taskId', erased: '（已删除）' } as const;

/** The measure at the top of the item: the item itself, or what it is a point of. */
export const taskMeasure = z.object({ itemId: id, number: z.string().nullable(), title: z.string() });

/**
 * Stream `task-ID` of the tenant that does it. Work from a measure; without an owner yet it is 待分派.
 * What people write freely, and the names of their files, may name anybody: it hangs on the task's own key; what the plan
 * says on the plan's.
 */
export const taskOpened = eventContract({
  type: 'task.opened',
  version: 1,
  schema: z.object({
    taskId: id,
    campaignId: id,
    planId: id,
    /** The organisation whose plan the measure stands in. */
    organisationId: id,
    item,
    measure: taskMeasure,
    phase: phase.nullable(),
    /** As the plan says; null: it says none. */
    deadline: partialDate.nullable(),
    /** In the source's words. */
    responsible: z.string().nullable(),
  }),
  personal: {
    ...itemTexts('item', 'planId'),
    ...phaseTexts('phase', 'planId'),
    'measure.title': { key: 'document', of: 'planId', erased: '（已删除）' },
    responsible: { key: 'document', of: 'planId', erased: null },
  },
});
export type TaskOpened = EventOf<typeof taskOpened>;

/** Lead unit, joint units, the person who does it, the leader in charge. */
export const taskAssigned = eventContract({
  type: 'task.assigned',
  version: 1,
  schema: z.object({
    taskId: id,
    leadUnit: id,
    jointUnits: z.array(id),
    personId: id.nullable(),
    leaderId: id.nullable(),
  }),
});
export type TaskAssigned = EventOf<typeof taskAssigned>;

/** null: no deadline any more. */
export const taskDeadlineSet = eventContract({
  type: 'task.deadline-set',
  version: 1,
  schema: z.object({ taskId: id, deadline: day.nullable() }),
});
export type TaskDeadlineSet = EventOf<typeof taskDeadlineSet>;

export const taskEvidenceWanted = eventContract({
  type: 'task.evidence-wanted',
  version: 1,
  schema: z.object({ taskId: id, evidence: z.string() }),
  personal: { evidence: note },
});
export type TaskEvidenceWanted = EventOf<typeof taskEvidenceWanted>;

export const taskProgressReported = eventContract({
  type: 'task.progress-reported',
  version: 1,
  schema: z.object({ taskId: id, percent: z.number().int().min(0).max(100), note: z.string() }),
  personal: { note },
});
export type TaskProgressReported = EventOf<typeof taskProgressReported>;

/** A proof: a file of the tenant, or a link. */
export const taskEvidenceAttached = eventContract({
  type: 'task.evidence-attached',
  version: 1,
  schema: z.object({
    taskId: id,
    evidenceId: id,
    name: z.string(),
    proof: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('file'), sha256: z.string(), size: z.number().int(), mediaType: z.string() }),
      z.object({ kind: z.literal('link'), url: z.string() }),
    ]),
  }),
  personal: { name: note, 'proof.url': note },
});
export type TaskEvidenceAttached = EventOf<typeof taskEvidenceAttached>;

/** Taken back with a reason, while it is open; what was attached stays in the history. */
export const taskEvidenceRemoved = eventContract({
  type: 'task.evidence-removed',
  version: 1,
  schema: z.object({ taskId: id, evidenceId: id, reason: z.string() }),
  personal: { reason: note },
});
export type TaskEvidenceRemoved = EventOf<typeof taskEvidenceRemoved>;

export const taskSubmitted = eventContract({
  type: 'task.submitted',
  version: 1,
  schema: z.object({ taskId: id, note: z.string() }),
  personal: { note },
});
export type TaskSubmitted = EventOf<typeof taskSubmitted>;

/** Only what is named is open again: the report (`report`) or single proofs by id. */
export const taskReturned = eventContract({
  type: 'task.returned',
  version: 1,
  schema: z.object({
    taskId: id,
    items: z.array(z.object({ item: z.union([z.literal('report'), id]), reason: z.string() })).min(1),
  }),
  personal: { 'items.*.reason': note },
});
export type TaskReturned = EventOf<typeof taskReturned>;

export const taskAccepted = eventContract({
  type: 'task.accepted',
  version: 1,
  schema: z.object({ taskId: id, note: z.string().nullable() }),
  personal: { note },
});
export type TaskAccepted = EventOf<typeof taskAccepted>;
