import { z } from 'zod';
import { id } from '../day';
import { eventContract, type EventOf } from '../event-contract';
import { party, reasonAt } from './content';
import { planAbove } from './plan';

/** What was done wrongly is set right by a later event with its reason; what was recorded before stays as it was. */
const reason = z.string();
const handed = party.extend({ planId: id });
/** Items that had nothing below them in the revision in force, so each had a task, and are not in force as such any more. */
const ended = z.array(id);

/** A wrong import. No campaign that counts hangs on it. */
export const noticeWithdrawn = eventContract({
  type: 'notice.withdrawn',
  version: 1,
  schema: z.object({ noticeId: id, organisationId: id, reason }),
  personal: reasonAt('reason', 'noticeId'),
});
export type NoticeWithdrawn = EventOf<typeof noticeWithdrawn>;

/** A wrong issue, of the tenant that leads it. Its root plan is withdrawn by a workflow, and so on down. */
export const campaignWithdrawn = eventContract({
  type: 'campaign.withdrawn',
  version: 1,
  schema: z.object({
    campaignId: id,
    organisationId: id,
    /** Whose key seals the reason: the notice, or the campaign itself. */
    documentId: id,
    noticeId: id.nullable(),
    /** The root plan. */
    planId: id,
    reason,
  }),
  personal: reasonAt('reason', 'documentId'),
});
export type CampaignWithdrawn = EventOf<typeof campaignWithdrawn>;

/** The organisation above takes back what it had handed to these; a workflow withdraws their plans. */
export const planHandDownWithdrawn = eventContract({
  type: 'plan.hand-down-withdrawn',
  version: 1,
  schema: z.object({ planId: id, campaignId: id, organisationId: id, to: z.array(handed).min(1), reason }),
  personal: reasonAt('reason', 'planId'),
});
export type PlanHandDownWithdrawn = EventOf<typeof planHandDownWithdrawn>;

/** The plan no longer counts, whatever its situation was. The plans over it (`children`) follow by a workflow. */
export const planWithdrawn = eventContract({
  type: 'plan.withdrawn',
  version: 1,
  schema: z.object({
    planId: id,
    campaignId: id,
    organisationId: id,
    parent: planAbove.nullable(),
    revision: z.number().int().positive(),
    /** `above`: the hand-down to it was taken back, or the plan above was withdrawn. `campaign`: all of the campaign was. */
    cause: z.enum(['above', 'campaign']),
    children: z.array(handed),
    /** Empty where it was not in force. */
    ended,
    /** Plans for which it answered, and does no more. Absent: none. */
    answers: z.array(id).optional(),
    reason,
  }),
  personal: reasonAt('reason', 'planId'),
});
export type PlanWithdrawn = EventOf<typeof planWithdrawn>;

/**
 * By the one that had approved it: it is with the reviewer again (a root plan: with its own organisation). Where an earlier
 * revision had been in force before it, that one is again: `inForce`, with `resumed`, the items that have tasks once more.
 */
export const planApprovalWithdrawn = eventContract({
  type: 'plan.approval-withdrawn',
  version: 1,
  schema: z.object({
    planId: id,
    campaignId: id,
    organisationId: id,
    parent: planAbove.nullable(),
    revision: z.number().int().positive(),
    inForce: z.number().int().positive().nullable(),
    ended,
    resumed: z.array(id),
    reason,
  }),
  personal: reasonAt('reason', 'planId'),
});
export type PlanApprovalWithdrawn = EventOf<typeof planApprovalWithdrawn>;
