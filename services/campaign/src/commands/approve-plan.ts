import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { submissionField } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';
import { reviewing } from './reviewing';

export const approvePlanBody = z.strictObject({ submission: submissionField });

/** By the organisation above; a root plan is put in force by its own organisation. */
export class ApprovePlan extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof approvePlanBody> = {},
  ) {
    super();
  }
}

@CommandHandler(ApprovePlan)
export class ApprovePlanHandler implements ICommandHandler<ApprovePlan> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: ApprovePlan) {
    const { tenant, plan } = await this.desk.toReview(caller, planId);
    const { acting, organisationId } = reviewing(caller, plan);
    const base = await this.desk.base(caller, plan.parent);
    const brief = await this.desk.brief(caller, plan.campaignId);
    const by = { tenant: caller.tenant, organisationId };
    const ref = { tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'approve', by, tenant, base, brief, ...body }, acting);
  }
}
