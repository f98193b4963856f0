import type { CampaignOpened } from '@chuangwen/contracts';
import type { Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import { checkDates } from '../plan/dates';

export type Campaign = Readonly<{ is: 'none' }> | Readonly<{ is: 'opened'; campaignId: string; planId: string }>;
export type CampaignCommand = Readonly<{ type: 'open-campaign'; campaign: CampaignOpened['data'] }>;

export const campaignDecider: Decider<Campaign, CampaignCommand, CampaignOpened> = {
  initialState: () => ({ is: 'none' }),
  evolve: (_, { data: { campaignId, planId } }) => ({ is: 'opened', campaignId, planId }),
  decide(campaign, { campaign: data }) {
    if (campaign.is === 'opened') return [];
    for (const item of data.items) checkDates(item, data.brief.phases);
    return [{ type: 'campaign.opened', data }];
  },
};

export const campaignAggregate: Aggregate<Campaign, CampaignCommand, CampaignOpened> = {
  kind: 'campaign@1',
  decider: campaignDecider,
  snapshots: false,
};

export const campaignStream = (campaignId: string): string => `campaign-${campaignId}`;
