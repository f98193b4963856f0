import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { reason } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

export const giveUpRevisionBody = z.strictObject({ reason });

/** A revision that was begun and that nobody else has yet: the plan is again as it is in force. */
export class GiveUpRevision extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof giveUpRevisionBody>,
  ) {
    super();
  }
}

@CommandHandler(GiveUpRevision)
export class GiveUpRevisionHandler implements ICommandHandler<GiveUpRevision> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: GiveUpRevision) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'give-up-revision', ...body }, acting);
  }
}
