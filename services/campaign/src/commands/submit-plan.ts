import { RuleViolation } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';

/** For approval (审定) by one's own superior, for record (备案) with others; those may be asked for approval as well. */
export const submitPlanBody = z.strictObject({ purpose: z.enum(['approval', 'record']).optional() });

export class SubmitPlan extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof submitPlanBody>,
  ) {
    super();
  }
}

@CommandHandler(SubmitPlan)
export class SubmitPlanHandler implements ICommandHandler<SubmitPlan> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
    private readonly recipients: Recipients,
  ) {}

  async execute({ caller, planId, body }: SubmitPlan) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const due = await this.recipients.purpose(caller.tenant, plan);
    if (due === 'approval' && body.purpose === 'record') throw new RuleViolation('plan.superior-approves');
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'submit', purpose: body.purpose ?? due }, acting);
  }
}
