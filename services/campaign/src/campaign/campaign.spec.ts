import { given } from '@chuangwen/kernel';
import { item, phases } from '../testing/plan';
import { campaignDecider, type CampaignCommand } from './campaign';

const campaign: Extract<CampaignCommand, { type: 'open-campaign' }>['campaign'] = {
  campaignId: 'c',
  brief: {
    campaignId: 'c',
    tenant: 'office',
    organisationId: 'office-root',
    title: '创建省级文明城市',
    honour: null,
    level: null,
    term: null,
    docNumber: null,
    guidingThought: null,
    goals: null,
    phases,
    requirements: [],
  },
  documentId: 'n',
  noticeId: 'n',
  planId: 'root',
  items: [item('a')],
  responsible: {},
  leadingGroup: null,
};
const open = (more: Partial<typeof campaign> = {}): CampaignCommand => ({
  type: 'open-campaign',
  campaign: { ...campaign, ...more },
});

it('opens', () => {
  given(campaignDecider).when(open()).then({ type: 'campaign.opened', data: campaign });
});
it('is refused with a deadline before its phase', () => {
  const items = [item('a'), item('b', { phaseId: 'p2', deadline: '2026-05-01' })];
  given(campaignDecider).when(open({ items })).thenRefused('plan.deadline-before-phase');
});
it('stays quiet when it is open', () => {
  given(campaignDecider, { type: 'campaign.opened', data: campaign }).when(open()).thenNothing();
});
