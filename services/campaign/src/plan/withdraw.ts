import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { answersOf, mustReview } from './circulate';
import type { WithdrawCommand } from './command';
import type { PlanEvent } from './events';
import { endedBy } from './revise';
import type { OpenedPlan } from './state';

type Of<T extends WithdrawCommand['type']> = Extract<WithdrawCommand, { type: T }>;

/** What was done wrongly is set right by a later event with its reason. */
export function decideWithdrawal(plan: OpenedPlan, command: WithdrawCommand): PlanEvent[] {
  switch (command.type) {
    case 'withdraw':
      return withdraw(plan, command);
    case 'withdraw-hand-down':
      return withdrawHandDown(plan, command);
    case 'withdraw-approval':
      return withdrawApproval(plan, command);
  }
}

function withdraw(plan: OpenedPlan, { cause, reason }: Of<'withdraw'>): PlanEvent[] {
  const { planId, campaignId, organisationId, parent, revision, inForce } = plan;
  const ended = endedBy(inForce, null);
  const data = { planId, campaignId, organisationId, parent, revision, cause, children: below(plan), ended, reason };
  return [{ type: 'plan.withdrawn', data: { ...data, ...answersOf(plan) } }];
}

function withdrawHandDown(plan: OpenedPlan, { plans, reason }: Of<'withdraw-hand-down'>): PlanEvent[] {
  const { planId, campaignId, organisationId } = plan;
  const to = below(plan).filter((child) => plans.includes(child.planId));
  if (to.length < new Set(plans).size) throw new NotFound('plan');
  return [{ type: 'plan.hand-down-withdrawn', data: { planId, campaignId, organisationId, to, reason } }];
}

function withdrawApproval(plan: OpenedPlan, { by, reason }: Of<'withdraw-approval'>): PlanEvent[] {
  const { planId, campaignId, organisationId, parent, revision, situation, inForce, before } = plan;
  mustReview(plan, by);
  if (!inForce) throw new RuleViolation('plan.not-in-force');
  if (situation.at !== 'approved') throw new RuleViolation('plan.revision-under-way');
  return [
    {
      type: 'plan.approval-withdrawn',
      data: {
        planId,
        campaignId,
        organisationId,
        parent,
        revision,
        inForce: before?.revision ?? null,
        ended: endedBy(inForce, before),
        resumed: endedBy(before, inForce),
        reason,
      },
    },
  ];
}

const below = ({ children }: OpenedPlan) =>
  Object.entries(children).map(([planId, { tenant, organisationId }]) => ({ tenant, organisationId, planId }));
