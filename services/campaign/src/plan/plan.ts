import { NotFound, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import { decideCirculation } from './circulate';
import type { PlanCommand } from './command';
import { decideEdit } from './edit';
import { evolve, type PlanEvent } from './evolve';
import type { Plan } from './state';

function decide(plan: Plan, command: PlanCommand): PlanEvent[] {
  if (plan.is === 'none') {
    if (command.type !== 'open-plan') throw new NotFound('plan');
    return [{ type: 'plan.opened', data: command.plan }];
  }
  switch (command.type) {
    case 'add-item':
    case 'change-item':
    case 'drop-item':
    case 'restore-item':
      return decideEdit(plan, command);
    default:
      return decideCirculation(plan, command);
  }
}

export const planDecider: Decider<Plan, PlanCommand, PlanEvent> = {
  initialState: () => ({ is: 'none' }),
  evolve,
  decide,
};

/** What goes up is addressed to the tenant above, what goes down to those below; the rest stays in the unit's own tenant. */
export const planAggregate: Aggregate<Plan, PlanCommand, PlanEvent> = {
  kind: 'plan@1',
  decider: planDecider,
  snapshots: false,
  audience: (event) => {
    switch (event.type) {
      case 'plan.handed-down':
        return event.data.to.map(({ tenant }) => tenant);
      case 'plan.submitted':
      case 'plan.items-returned':
      case 'plan.approved':
        return event.data.parent ? [event.data.parent.tenant] : [];
      default:
        return [];
    }
  },
};

export const planStream = (planId: string): string => `plan-${planId}`;
