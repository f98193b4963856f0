import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { itemFields } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

/** Only what is named changes. */
export const changeItemBody = z
  .strictObject(itemFields)
  .partial()
  .refine((body) => Object.keys(body).length > 0, {
    params: { zh: '至少改一项', en: 'change at least one entry' },
  });

export class ChangeItem extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly itemId: string,
    readonly body: z.infer<typeof changeItemBody>,
  ) {
    super();
  }
}

@CommandHandler(ChangeItem)
export class ChangeItemHandler implements ICommandHandler<ChangeItem> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, itemId, body }: ChangeItem) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const base = await this.desk.base(caller, plan.parent);
    const named = Object.entries(body).filter(([, value]) => value !== undefined);
    const change = Object.fromEntries(named);
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'change-item', itemId, change, base }, acting);
  }
}
