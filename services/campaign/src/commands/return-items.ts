import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idField, reason, submissionField } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';
import { reviewing } from './reviewing';

export const returnItemsBody = z.strictObject({
  items: z
    .array(z.strictObject({ itemId: idField, reason }))
    .min(1)
    .max(500),
  submission: submissionField,
});

export class ReturnItems extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof returnItemsBody>,
  ) {
    super();
  }
}

@CommandHandler(ReturnItems)
export class ReturnItemsHandler implements ICommandHandler<ReturnItems> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: ReturnItems) {
    const { tenant, plan } = await this.desk.toReview(caller, planId);
    const { acting, organisationId } = reviewing(caller, plan);
    const base = await this.desk.base(caller, plan.parent);
    const by = { tenant: caller.tenant, organisationId };
    const ref = { tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'return-items', by, base, ...body }, acting);
  }
}
