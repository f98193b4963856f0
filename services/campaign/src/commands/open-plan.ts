import type { PlanOpened } from '@chuangwen/contracts';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { planAggregate, planStream } from '../plan/plan';

/** Of workflows only: no route leads here. */
export class OpenPlan extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly plan: PlanOpened['data'],
  ) {
    super();
  }
}

@CommandHandler(OpenPlan)
export class OpenPlanHandler implements ICommandHandler<OpenPlan> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, plan }: OpenPlan) {
    const ref = { tenant: caller.tenant, stream: planStream(plan.planId) };
    return this.streams.execute(planAggregate, ref, { type: 'open-plan', plan }, caller);
  }
}
