import type { PlanApproved } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform/projections';
import { merged } from '../table/order';

/** The items of a plan as they stand in it, those of an earlier revision among them; points right below what they are points of. */
export type PlanOrder = Readonly<{ campaignId: string; items: readonly string[]; approvedAt: string }>;

export const planOrdersView = defineView<PlanOrder, PlanApproved>({
  name: 'plan-orders',
  topics: ['campaign'],
  route: { 'plan.approved': ({ data }) => data.planId },
  evolve: (before, { data: { campaignId, items }, meta: { recordedAt } }) => ({
    campaignId,
    items: merged([items.map(({ itemId }) => itemId), before?.items ?? []]),
    approvedAt: before?.approvedAt ?? recordedAt,
  }),
  index: ({ campaignId }) => ({ campaign: campaignId }),
});
