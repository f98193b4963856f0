import type { CampaignOpened, CampaignWithdrawn } from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import { checkDates, phaseContradiction } from '../plan/dates';

type Known = Omit<CampaignWithdrawn['data'], 'reason'> & Readonly<{ title: string }>;
export type Campaign =
  Readonly<{ is: 'none' }> | Readonly<{ is: 'opened' } & Known> | Readonly<{ is: 'withdrawn' } & Known>;
export type CampaignCommand =
  | Readonly<{ type: 'open-campaign'; campaign: CampaignOpened['data'] }>
  | Readonly<{ type: 'withdraw-campaign'; reason: string }>;
export type CampaignEvent = CampaignOpened | CampaignWithdrawn;

function evolve(campaign: Campaign, event: CampaignEvent): Campaign {
  if (event.type === 'campaign.withdrawn') return campaign.is === 'none' ? campaign : { ...campaign, is: 'withdrawn' };
  const { campaignId, documentId, noticeId, planId, brief } = event.data;
  const { organisationId, title } = brief;
  return { is: 'opened', campaignId, documentId, noticeId, planId, organisationId, title };
}

function decide(campaign: Campaign, command: CampaignCommand): CampaignEvent[] {
  if (command.type === 'withdraw-campaign') {
    if (campaign.is === 'none') throw new NotFound('campaign');
    if (campaign.is === 'withdrawn') return [];
    const { is: _opened, title: _known, ...known } = campaign;
    return [{ type: 'campaign.withdrawn', data: { ...known, reason: command.reason } }];
  }
  if (campaign.is !== 'none') return [];
  for (const phase of command.campaign.brief.phases) {
    const refusal = phaseContradiction(phase);
    if (refusal) throw refusal;
  }
  for (const item of command.campaign.items) checkDates(item, command.campaign.brief.phases);
  return [{ type: 'campaign.opened', data: command.campaign }];
}

export const campaignDecider: Decider<Campaign, CampaignCommand, CampaignEvent> = {
  initialState: () => ({ is: 'none' }),
  evolve,
  decide,
};

export const campaignAggregate: Aggregate<Campaign, CampaignCommand, CampaignEvent> = {
  kind: 'campaign@3',
  decider: campaignDecider,
  texts: true,
};

/** Throws NotFound, `campaign.is-withdrawn`. */
export function mustCount(campaign: Campaign): Extract<Campaign, { is: 'opened' }> {
  if (campaign.is === 'none') throw new NotFound('campaign');
  if (campaign.is === 'withdrawn') throw new RuleViolation('campaign.is-withdrawn');
  return campaign;
}

export const campaignStream = (campaignId: string): string => `campaign-${campaignId}`;
