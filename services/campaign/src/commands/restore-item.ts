import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

export class RestoreItem extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly itemId: string,
  ) {
    super();
  }
}

@CommandHandler(RestoreItem)
export class RestoreItemHandler implements ICommandHandler<RestoreItem> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, itemId }: RestoreItem) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const base = await this.desk.base(caller, plan.parent);
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'restore-item', itemId, base }, acting);
  }
}
