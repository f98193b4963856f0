import type { CampaignOpened, PlanHandedDown } from '@chuangwen/contracts';
import { defineWorkflow } from '@chuangwen/platform';
import { OpenPlan } from '../commands/open-plan';

/** A campaign gets its root plan; whoever a plan is handed down to gets one of their own over it, in their own tenant. */
export const openPlans = defineWorkflow<CampaignOpened | PlanHandedDown>({
  name: 'open-plans',
  topics: ['campaign'],
  on: {
    'campaign.opened': ({ data, meta }, step) => {
      const { campaignId, planId, items, responsible, brief } = data;
      const { organisationId, phases } = brief;
      const plan = { planId, campaignId, organisationId, parent: null, items, inherited: [], phases, responsible };
      return [new OpenPlan(step(meta.tenant, planId), plan)];
    },
    'plan.handed-down': ({ data, meta }, step) => {
      const { campaignId, phases } = data.brief;
      const { planId, organisationId, revision } = data;
      const parent = { tenant: meta.tenant, organisationId, planId, revision };
      const inherited = data.items.map(({ itemId }) => itemId);
      return data.to.map(
        (child) =>
          new OpenPlan(step(child.tenant, child.planId), {
            planId: child.planId,
            campaignId,
            organisationId: child.organisationId,
            parent,
            items: [],
            inherited,
            phases,
            responsible: {},
          }),
      );
    },
  },
});
