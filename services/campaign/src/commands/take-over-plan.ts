import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { RuleViolation } from '@chuangwen/kernel';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';

/** Whole (整体沿用), or without a paper of its own (不另行制发). */
export const wayField = z.enum(['whole', 'without-paper']);
export const takeOverPlanBody = z.strictObject({ way: wayField });

export class TakeOverPlan extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof takeOverPlanBody>,
  ) {
    super();
  }
}

/** Asked of a workflow the organisation above has its units do it, and nobody is left to look at it. */
@CommandHandler(TakeOverPlan)
export class TakeOverPlanHandler implements ICommandHandler<TakeOverPlan> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
    private readonly recipients: Recipients,
  ) {}

  async execute({ caller, planId, body: { way } }: TakeOverPlan) {
    const { tenant } = caller;
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const [base, next, brief, purpose] = await Promise.all([
      this.desk.base(caller, plan.parent),
      plan.news ? this.desk.base(caller, plan.news) : undefined,
      this.desk.brief(caller, plan.campaignId),
      this.recipients.purpose(tenant, plan),
    ]);
    const { parent } = plan;
    const same = parent?.tenant === tenant && mayReview(caller, parent.organisationId);
    const command = {
      type: 'take-over',
      way,
      purpose,
      atOnce: purpose === 'record' || same,
      tenant,
      base,
      brief,
      ...(next ? { next } : {}),
      asked: caller.principal === null,
    } as const;
    const ref = { tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, command, acting);
  }
}

/** One person may hold every role. */
function mayReview(caller: Caller, organisationId: string): boolean {
  try {
    permit(caller, 'plan.review', organisationId);
    return true;
  } catch (error) {
    if (error instanceof RuleViolation) return false;
    throw error;
  }
}
