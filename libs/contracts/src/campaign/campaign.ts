import { z } from 'zod';
import { id } from '../day';
import { eventContract, saidAgain, type EventOf } from '../event-contract';
import { briefTexts, campaignBrief, item, itemTexts, leadingGroup, responsibleByItem } from './content';

/** Stream `campaign-ID` of the tenant that leads it. Its root plan is opened from it. */
export const campaignOpened = eventContract({
  type: 'campaign.opened',
  version: 1,
  schema: z.object({
    campaignId: id,
    brief: campaignBrief,
    /** The notice it came from, or the campaign itself: whose key seals names and texts. */
    documentId: id,
    noticeId: id.nullable(),
    planId: id,
    items: z.array(item),
    responsible: responsibleByItem,
    leadingGroup: leadingGroup.nullable(),
    again: saidAgain,
  }),
  personal: {
    ...briefTexts('documentId'),
    ...itemTexts('items.*', 'documentId'),
    responsible: { key: 'document', of: 'documentId', erased: {} },
    leadingGroup: { key: 'document', of: 'documentId', erased: null },
  },
});
export type CampaignOpened = EventOf<typeof campaignOpened>;
