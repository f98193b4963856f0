import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { reason } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

export const dropItemBody = z.strictObject({ reason });

export class DropItem extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly itemId: string,
    readonly body: z.infer<typeof dropItemBody>,
  ) {
    super();
  }
}

@CommandHandler(DropItem)
export class DropItemHandler implements ICommandHandler<DropItem> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, itemId, body }: DropItem) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const base = await this.desk.base(caller, plan.parent);
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'drop-item', itemId, ...body, base }, acting);
  }
}
