import type { CampaignBrief, CampaignOpened, LeadingGroup, PlanHandedDown } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform';

export type CampaignDocument = Readonly<{
  brief: CampaignBrief;
  /** What only the tenant that leads it knows. */
  leading: Readonly<{ noticeId: string | null; planId: string; leadingGroup: LeadingGroup | null }> | null;
}>;

/** Campaigns that a tenant leads, and those whose plan was handed down to it. */
export const campaignsView = defineView<CampaignDocument, CampaignOpened | PlanHandedDown>({
  name: 'campaigns',
  topics: ['campaign'],
  route: {
    'campaign.opened': ({ data }) => data.campaignId,
    'plan.handed-down': ({ data, meta }) => meta.audience.map((tenant) => ({ tenant, id: data.brief.campaignId })),
  },
  evolve(campaign, { type, data }) {
    if (type === 'plan.handed-down') return campaign ?? { brief: data.brief, leading: null };
    const { brief, noticeId, planId, leadingGroup } = data;
    return { brief, leading: { noticeId, planId, leadingGroup } };
  },
});
