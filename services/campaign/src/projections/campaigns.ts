import type {
  CampaignBrief,
  CampaignOpened,
  CampaignWithdrawn,
  LeadingGroup,
  PlanHandedDown,
  PlanWithdrawn,
} from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform/projections';

export type CampaignDocument = Readonly<{
  brief: CampaignBrief;
  /** What only the tenant that leads it knows. */
  leading: Readonly<{
    noticeId: string | null;
    planId: string;
    leadingGroup: LeadingGroup | null;
    openedAt: string;
  }> | null;
  /** Why it does not count any more. */
  withdrawn: Readonly<{ reason: string; at: string }> | null;
}>;

/** Campaigns that a tenant leads, and those whose plan was handed down to it. */
export const campaignsView = defineView<
  CampaignDocument,
  CampaignOpened | CampaignWithdrawn | PlanHandedDown | PlanWithdrawn
>({
  name: 'campaigns@3',
  formerly: ['campaigns@2', 'campaigns'],
  topics: ['campaign'],
  route: {
    'campaign.opened': ({ data }) => data.campaignId,
    'campaign.withdrawn': ({ data }) => data.campaignId,
    'plan.handed-down': ({ data, meta }) => meta.audience.map((tenant) => ({ tenant, id: data.brief.campaignId })),
    'plan.withdrawn': ({ data }) => (data.cause === 'campaign' ? data.campaignId : []),
  },
  evolve(campaign, { type, data, meta }) {
    switch (type) {
      case 'plan.handed-down':
        return campaign ?? { brief: data.brief, leading: null, withdrawn: null };
      case 'campaign.opened': {
        const { brief, noticeId, planId, leadingGroup } = data;
        const leading = { noticeId, planId, leadingGroup, openedAt: meta.recordedAt };
        return { brief, leading, withdrawn: campaign?.withdrawn ?? null };
      }
      default:
        // The first that is heard of it: the leader's own word comes before that of its root plan.
        return (
          campaign && { ...campaign, withdrawn: campaign.withdrawn ?? { reason: data.reason, at: meta.recordedAt } }
        );
    }
  },
  index: ({ leading }) => ({ notice: leading?.noticeId ?? [] }),
});
