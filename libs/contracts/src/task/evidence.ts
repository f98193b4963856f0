import { z } from 'zod';
import { day, id } from '../day';
import { eventContract, older, type EventOf } from '../event-contract';

/** What a proof is at a glance. `table`: a spreadsheet; `other`: an archive, and whatever else can be a proof. */
export const proofKind = z.enum(['document', 'picture', 'audio', 'video', 'table', 'link', 'other']);
export type ProofKind = z.infer<typeof proofKind>;

/** What must be there before a task is submitted. */
export const evidenceRequirement = z.object({
  /** Empty: any. Only proofs of these kinds count. */
  kinds: z.array(proofKind),
  minCount: z.number().int().min(0),
  /** Each proof that counts bears a day in this window; null: open on that side. */
  from: day.nullable(),
  to: day.nullable(),
  /** Each document that counts bears its number (文号). */
  docNumber: z.boolean(),
  /** Characters of the last progress report, without blanks. */
  minReport: z.number().int().min(0),
});
export type EvidenceRequirement = z.infer<typeof evidenceRequirement>;

const requiredOf = z.object({ taskId: id, requirement: evidenceRequirement.nullable() });

/** null: nothing is checked any more. `by`: the organisation in whose right it was set; null: that was not recorded. */
export const taskEvidenceRequired = eventContract({
  type: 'task.evidence-required',
  version: 2,
  schema: requiredOf.extend({ by: id.nullable() }),
  older: { 1: older(requiredOf, (old) => ({ ...old, by: null })) },
});
export type TaskEvidenceRequired = EventOf<typeof taskEvidenceRequired>;

export const taskCheck = z.enum(['kind', 'count', 'date', 'doc-number', 'report']);
export type TaskCheck = z.infer<typeof taskCheck>;

/** Who reviews the task does without these checks, for a reason; until other requirements are set. */
export const taskChecksWaived = eventContract({
  type: 'task.checks-waived',
  version: 1,
  schema: z.object({ taskId: id, checks: z.array(taskCheck).min(1), reason: z.string() }),
  personal: { reason: { key: 'document', of: 'taskId', erased: '（已删除）' } },
});
export type TaskChecksWaived = EventOf<typeof taskChecksWaived>;

/** It was attached to a task: told in the proof's own stream too, so that a proof that comes again is known at once. */
export const evidenceAttached = eventContract({
  type: 'evidence.attached',
  version: 1,
  schema: z.object({ proofId: id, taskId: id, evidenceId: id }),
});
export type EvidenceAttached = EventOf<typeof evidenceAttached>;

/**
 * Stream `evidence-PROOF` of the tenant. A proof is the same wherever it is used: its id is made of the file's hash or the link's
 * address. Number and day of the document; `found`: read in the file's text by the program, never concluded; otherwise entered.
 */
export const evidenceDescribed = eventContract({
  type: 'evidence.described',
  version: 1,
  schema: z.object({
    proofId: id,
    docNumber: z.string().nullable(),
    date: day.nullable(),
    found: z.boolean(),
  }),
  personal: { docNumber: { key: 'document', of: 'proofId', erased: null } },
});
export type EvidenceDescribed = EventOf<typeof evidenceDescribed>;
