import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { reason } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

export const openRevisionBody = z.strictObject({ reason: reason.nullable().default(null) });

/** Works on a plan in force again; what is in force stays so until the revision is approved. */
export class OpenRevision extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof openRevisionBody>,
  ) {
    super();
  }
}

@CommandHandler(OpenRevision)
export class OpenRevisionHandler implements ICommandHandler<OpenRevision> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: OpenRevision) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'open-revision', ...body }, acting);
  }
}
