import type { Item, PlanApprovalWithdrawn, PlanApproved, PlanWithdrawn } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform/projections';
import { keyPrefix } from '../report/keys';

/** The items of a plan in force for which there should be a task: those with nothing below them. */
export type Expected = Readonly<{ planId: string; campaignId: string; items: readonly string[] }>;

type ExpectedEvent = PlanApproved | PlanWithdrawn | PlanApprovalWithdrawn;

const itself = ({ data }: { data: { planId: string } }) => data.planId;

/** What the totals are held against: a task that was never opened leaves no other trace in them. */
export const expectedView = defineView<Expected, ExpectedEvent>({
  name: 'expected@2',
  formerly: ['expected'],
  topics: ['campaign'],
  readableByOverseers: true,
  route: { 'plan.approved': itself, 'plan.withdrawn': itself, 'plan.approval-withdrawn': itself },
  evolve(plan, { type, data }) {
    const { planId, campaignId } = data;
    if (type === 'plan.approved') return { planId, campaignId, items: leavesOf(data.items).sort() };
    const left = (plan?.items ?? []).filter((item) => type !== 'plan.withdrawn' && !data.ended.includes(item));
    const again = type === 'plan.approval-withdrawn' ? data.resumed : [];
    return { planId, campaignId, items: [...new Set([...left, ...again])].sort() };
  },
  contributions: ({ campaignId, items }) => [
    { group: 'expected', key: keyPrefix(campaignId), values: { tasks: items.length } },
  ],
});

/** As the task service opens them; the others it withdraws. */
function leavesOf(items: readonly Item[]): string[] {
  const above = new Set(items.map((item) => item.above));
  return items.map(({ itemId }) => itemId).filter((itemId) => !above.has(itemId));
}
