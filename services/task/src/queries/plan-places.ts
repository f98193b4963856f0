import { InjectView, ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { planOrdersView, type PlanOrder } from '../projections/plan-orders';
import { merged, type Places } from '../table/order';

/** Where the items of a campaign stand, by the plans of the tenant that were ever in force: the earlier plan's order first. */
@Injectable()
export class PlanPlaces {
  constructor(@InjectView(planOrdersView) readonly orders: ViewReader<PlanOrder>) {}

  async of(tenant: string, campaignId: string): Promise<Places> {
    const plans = await this.orders.find(tenant, { index: 'campaign', value: campaignId });
    plans.sort((a, b) => (a.approvedAt < b.approvedAt ? -1 : a.approvedAt > b.approvedAt ? 1 : 0));
    return new Map(merged(plans.map(({ items }) => items)).map((itemId, at) => [itemId, at]));
  }
}
