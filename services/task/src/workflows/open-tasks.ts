import type { Item, PlanApproved, PlanHandedOver, TaskOpened } from '@chuangwen/contracts';
import { defineWorkflow, uuidFrom } from '@chuangwen/platform';
import { CountAdditions } from '../commands/count-additions';
import { HandOverTasks } from '../commands/hand-over-tasks';
import { OpenTask } from '../commands/open-task';
import { endTasks, type EndEvent } from './end-tasks';

/**
 * An approved plan's measures become tasks. A task belongs to its item (its id is made of plan and item), so a later revision
 * opens tasks for items that had none, tells those that are there what it says of them now, and brings back those that
 * were withdrawn; the same news again changes nothing.
 */
export const openTasks = defineWorkflow<PlanApproved | PlanHandedOver | EndEvent>({
  name: 'open-tasks',
  topics: ['campaign'],
  on: {
    ...endTasks,
    'plan.handed-over': ({ data: { planId, from, organisationId }, meta }, step) => [
      new HandOverTasks(step(meta.tenant, 'hand-over'), planId, from, organisationId),
    ],
    'plan.approved': ({ data, meta }, step) => [
      ...tasksOf(data).map((task) => new OpenTask(step(meta.tenant, `open:${task.item.itemId}`), task)),
      new CountAdditions(step(meta.tenant, 'resume-added'), data.planId, { is: 'resume' }),
    ],
  },
});

/** A task for every item that has nothing below it. Nothing is invented: what the plan does not say stays null. */
export function tasksOf(plan: PlanApproved['data']): TaskOpened['data'][] {
  const items = new Map(plan.items.map((item) => [item.itemId, item]));
  const above = new Set(plan.items.map((item) => item.above));
  const leaves = plan.items.filter((item) => !above.has(item.itemId));
  return leaves.map((item) => {
    const { itemId, number, title } = topOf(item, items);
    return {
      taskId: uuidFrom(plan.planId, item.itemId),
      campaignId: plan.campaignId,
      planId: plan.planId,
      organisationId: plan.organisationId,
      item,
      measure: { itemId, number, title },
      phase: plan.phases.find(({ phaseId }) => phaseId === item.phaseId) ?? null,
      deadline: item.deadline,
      responsible: plan.responsible[item.itemId] ?? null,
    };
  });
}

/** Follows `above` as far as the plan knows it; a ring (bad data) ends where it closes. */
function topOf(item: Item, items: ReadonlyMap<string, Item>): Item {
  const passed = new Set<string>();
  let top = item;
  for (let next = items.get(item.above ?? ''); next && !passed.has(next.itemId); next = items.get(next.above ?? '')) {
    passed.add(next.itemId);
    top = next;
  }
  return top;
}
