import type { Item, PlanApproved } from '@chuangwen/contracts';
import { defineView } from '@chuangwen/platform';
import { keyPrefix } from '../report/keys';

/** The items of a plan for which there should be a task: those with nothing below them, in any revision that was approved. */
export type Expected = Readonly<{ planId: string; campaignId: string; items: readonly string[] }>;

/** What the totals are held against: a task that was never opened leaves no other trace in them. */
export const expectedView = defineView<Expected, PlanApproved>({
  name: 'expected',
  topics: ['campaign'],
  readableByOverseers: true,
  route: { 'plan.approved': ({ data }) => data.planId },
  evolve(plan, { data: { planId, campaignId, items } }) {
    return { planId, campaignId, items: [...new Set([...(plan?.items ?? []), ...leavesOf(items)])].sort() };
  },
  contributions: ({ campaignId, items }) => [
    { group: 'expected', key: keyPrefix(campaignId), values: { tasks: items.length } },
  ],
});

/** As the task service opens them; a task is not taken back when a revision drops or divides its item. */
function leavesOf(items: readonly Item[]): string[] {
  const above = new Set(items.map((item) => item.above));
  return items.map(({ itemId }) => itemId).filter((itemId) => !above.has(itemId));
}

type Counted = readonly Readonly<{ tenant: string; values: Readonly<Record<string, number>> }>[];

/** How many tasks are not known that should be; of each tenant alone, so that what one has too many hides no other's gap. */
export function missingOf(expected: Counted, known: Counted): number {
  const missing = new Map<string, number>();
  const add = (counted: Counted, sign: 1 | -1) => {
    for (const { tenant, values } of counted)
      missing.set(tenant, (missing.get(tenant) ?? 0) + sign * (values['tasks'] ?? 0));
  };
  add(expected, 1);
  add(known, -1);
  return [...missing.values()].reduce((sum, count) => sum + Math.max(0, count), 0);
}
