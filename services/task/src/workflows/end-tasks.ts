import type { PlanApprovalWithdrawn, PlanRevised, PlanWithdrawn } from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import { uuidFrom, type Recorded, type Step } from '@chuangwen/platform';
import { CountAdditions } from '../commands/count-additions';
import { CountTask } from '../commands/count-task';
import type { CountingCommand } from '../task/counting';

const REVISED = '方案修订后不再单列。';

export type EndEvent = PlanWithdrawn | PlanApprovalWithdrawn | PlanRevised;
type Handler<E> = (event: Recorded<E & DomainEvent>, step: Step) => (CountTask | CountAdditions)[];

/**
 * Part of the workflow `open-tasks`, since what is ended must not overtake what was opened. What is no longer in force has no task
 * that counts: of a plan that was withdrawn, an approval that was, an item that a revision dropped or divided. Where an earlier
 * revision is in force again, its tasks are.
 */
export const endTasks: { readonly [T in EndEvent['type']]: Handler<Extract<EndEvent, { type: T }>> } = {
  'plan.withdrawn': ({ data, meta }, step) => [
    ...each(data.ended, data.planId, meta.tenant, step, () => ({ is: 'withdraw', reason: data.reason })),
    added(data, meta.tenant, step),
  ],
  'plan.approval-withdrawn': ({ data, meta }, step) => [
    ...each(data.ended, data.planId, meta.tenant, step, () => ({ is: 'withdraw', reason: data.reason })),
    ...each(data.resumed, data.planId, meta.tenant, step, () => ({ is: 'resume' })),
    ...(data.inForce === null ? [added(data, meta.tenant, step)] : []),
  ],
  'plan.revised': ({ data, meta }, step) => {
    const why = new Map(data.dropped.map(({ itemId, reason }) => [itemId, reason]));
    const withdraw = (itemId: string) => ({ is: 'withdraw', reason: why.get(itemId) ?? REVISED }) as const;
    return each(data.ended, data.planId, meta.tenant, step, withdraw);
  },
};

/** What tables added hangs on the plan as a whole. */
const added = ({ planId, reason }: { planId: string; reason: string }, tenant: string, step: Step) =>
  new CountAdditions(step(tenant, 'withdraw-added'), planId, { is: 'withdraw', reason });

type Change = Extract<CountingCommand, { is: 'withdraw' | 'resume' }>;

const each = (items: readonly string[], planId: string, tenant: string, step: Step, change: (item: string) => Change) =>
  items.map((item) => {
    const what = change(item);
    return new CountTask(step(tenant, `${what.is}:${item}`), uuidFrom(planId, item), what);
  });
