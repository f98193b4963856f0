import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { RuleViolation } from '@chuangwen/kernel';
import { idField, reason } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

/** Items of the parent's change that are taken over; without `items`, all. What is declined stays as it was, for a reason. */
export const takeParentChangeBody = z.strictObject({
  items: z.array(idField).max(2000).nullable().default(null),
  reason: reason.nullable().default(null),
});

export class TakeParentChange extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof takeParentChangeBody>,
  ) {
    super();
  }
}

@CommandHandler(TakeParentChange)
export class TakeParentChangeHandler implements ICommandHandler<TakeParentChange> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: TakeParentChange) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    if (!plan.news) throw new RuleViolation('plan.parent-unchanged');
    const [base, next] = await Promise.all([this.desk.base(caller, plan.parent), this.desk.base(caller, plan.news)]);
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    const { items: take, reason } = body;
    return this.streams.execute(planAggregate, ref, { type: 'take-parent', take, reason, base, next }, acting);
  }
}
