import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idField, reason } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

/** Plans below, as the plan page and its coverage name them. */
export const withdrawHandDownBody = z.strictObject({ plans: z.array(idField).min(1).max(5000), reason });

/** A hand-down to the wrong ones. Their plans, and those over them, are withdrawn by the workflow. */
export class WithdrawHandDown extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof withdrawHandDownBody>,
  ) {
    super();
  }
}

@CommandHandler(WithdrawHandDown)
export class WithdrawHandDownHandler implements ICommandHandler<WithdrawHandDown> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: WithdrawHandDown) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'withdraw-hand-down', ...body }, acting);
  }
}
