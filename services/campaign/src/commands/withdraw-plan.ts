import type { PlanWithdrawn } from '@chuangwen/contracts';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { planAggregate, planStream } from '../plan/plan';

type Why = Pick<PlanWithdrawn['data'], 'cause' | 'reason'>;

/** Of workflows only: what was handed down was taken back. */
export class WithdrawPlan extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly why: Why,
  ) {
    super();
  }
}

@CommandHandler(WithdrawPlan)
export class WithdrawPlanHandler implements ICommandHandler<WithdrawPlan> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, planId, why: { cause, reason } }: WithdrawPlan) {
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'withdraw', cause, reason }, caller);
  }
}
