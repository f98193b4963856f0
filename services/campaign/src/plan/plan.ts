import type { PlanAbove } from '@chuangwen/contracts';
import { NotFound, RuleViolation, type Decider } from '@chuangwen/kernel';
import type { Aggregate } from '@chuangwen/platform';
import { decideAnswer } from './answer';
import { decideCirculation } from './circulate';
import type { PlanCommand } from './command';
import { decideEdit } from './edit';
import type { PlanEvent } from './events';
import { evolve } from './evolve';
import { decideRevision } from './revise';
import type { Plan } from './state';
import { decideTakeOver } from './take-over';
import { decideWithdrawal } from './withdraw';

function decide(plan: Plan, command: PlanCommand): PlanEvent[] {
  if (plan.is === 'none') {
    if (command.type !== 'open-plan') throw new NotFound('plan');
    return [{ type: 'plan.opened', data: command.plan }];
  }
  if (plan.situation.at === 'withdrawn') {
    if (byWorkflow(command)) return [];
    throw new RuleViolation('plan.is-withdrawn');
  }
  if (plan.answeredBy !== null && OF_ITS_OWN.has(command.type)) throw new RuleViolation('plan.is-answered');
  switch (command.type) {
    case 'add-item':
    case 'change-item':
    case 'drop-item':
    case 'restore-item':
      return decideEdit(plan, command);
    case 'answer':
    case 'be-answered':
    case 'follow':
      return decideAnswer(plan, command);
    case 'take-over':
    case 'have-taken-over':
      return decideTakeOver(plan, command);
    case 'open-revision':
    case 'give-up-revision':
    case 'take-parent':
    case 'hand-over':
      return decideRevision(plan, command);
    case 'withdraw':
    case 'withdraw-hand-down':
    case 'withdraw-approval':
      return decideWithdrawal(plan, command);
    default:
      return decideCirculation(plan, command);
  }
}

/** What would make it say something else than the plan that answers for it. */
const OF_ITS_OWN: ReadonlySet<PlanCommand['type']> = new Set([
  'add-item',
  'change-item',
  'drop-item',
  'restore-item',
  'submit',
  'take-over',
  'open-revision',
  'give-up-revision',
  'answer',
]);

/** What a workflow brings may come late: the plan has been withdrawn meanwhile. */
const byWorkflow = (command: PlanCommand): boolean =>
  command.type === 'open-plan' ||
  command.type === 'withdraw' ||
  command.type === 'be-answered' ||
  command.type === 'follow' ||
  (command.type === 'take-over' && !!command.asked);

export const planDecider: Decider<Plan, PlanCommand, PlanEvent> = {
  initialState: () => ({ is: 'none' }),
  evolve,
  decide,
};

/** What goes up is addressed to the tenant above, what goes down to those below; the rest stays in the unit's own tenant. */
export const planAggregate: Aggregate<Plan, PlanCommand, PlanEvent> = {
  kind: 'plan@3',
  decider: planDecider,
  texts: true,
  audience: (event) => {
    switch (event.type) {
      case 'plan.handed-down':
        return event.data.to.map(({ tenant }) => tenant);
      case 'plan.hand-down-withdrawn':
        return event.data.to.map(({ tenant }) => tenant);
      case 'plan.withdrawn':
        return [...above(event.data), ...event.data.children.map(({ tenant }) => tenant)];
      case 'plan.item-added':
      case 'plan.item-changed':
      case 'plan.item-dropped':
      case 'plan.item-restored':
      case 'plan.units-taking-over':
      case 'plan.answering':
        return [];
      default:
        return above(event.data);
    }
  },
};

const above = ({ parent }: { parent: PlanAbove | null }): string[] => (parent ? [parent.tenant] : []);

export const planStream = (planId: string): string => `plan-${planId}`;
