import { campaignContracts, identityContracts } from '@chuangwen/contracts';
import { organisationsView, type Projections } from '@chuangwen/platform/projections';
import { campaignsView } from './projections/campaigns';
import { coverageView } from './projections/coverage';
import { noticesView } from './projections/notices';
import { plansView } from './projections/plans';
import { revisionsView } from './projections/revisions';

/** Every contract it hears or writes, and its views. */
export const campaignProjections: Projections = {
  contracts: [...campaignContracts, ...identityContracts],
  views: [noticesView, campaignsView, plansView, revisionsView, coverageView, organisationsView],
};
