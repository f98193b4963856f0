import type { Recorded } from '@chuangwen/platform';
import type { PlanApproved } from '@chuangwen/contracts';
import { planOrdersView, type PlanOrder } from './plan-orders';

const approved = (recordedAt: string, ...items: string[]) =>
  ({
    type: 'plan.approved',
    data: { planId: 'p', campaignId: 'c', items: items.map((itemId) => ({ itemId })) },
    meta: { recordedAt },
  }) as unknown as Recorded<PlanApproved>;
const after = (...events: Recorded<PlanApproved>[]) =>
  events.reduce<PlanOrder | null>((order, event) => planOrdersView.evolve(order, event, 'p'), null);

it('is that of the plan as it stands, with what an earlier revision had among it', () => {
  const order = after(approved('2026-03-01', 'a', 'b', 'c'), approved('2026-04-01', 'new', 'c', 'a'));
  // b stood before c, and so it does still.
  expect(order).toEqual({ campaignId: 'c', items: ['new', 'b', 'c', 'a'], approvedAt: '2026-03-01' });
});
