import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { reason } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';
import { reviewing } from './reviewing';

export const withdrawApprovalBody = z.strictObject({ reason });

/** By the one that had approved it: the plan is to be looked at again. */
export class WithdrawApproval extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof withdrawApprovalBody>,
  ) {
    super();
  }
}

@CommandHandler(WithdrawApproval)
export class WithdrawApprovalHandler implements ICommandHandler<WithdrawApproval> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: WithdrawApproval) {
    const { tenant, plan } = await this.desk.toReview(caller, planId);
    const { acting, organisationId } = reviewing(caller, plan);
    const by = { tenant: caller.tenant, organisationId };
    const ref = { tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'withdraw-approval', by, ...body }, acting);
  }
}
