import { inSight, permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { idField, reason } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';

/** `to`: one that stands above the closed unit on a tree, or succeeded it; without it, the one above on the line tree. */
export const handOverPlanBody = z.strictObject({ to: idField.optional(), reason });

/** The plan of a closed unit goes to the organisation above it, or to its successor. */
export class HandOverPlan extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof handOverPlanBody>,
  ) {
    super();
  }
}

@CommandHandler(HandOverPlan)
export class HandOverPlanHandler implements ICommandHandler<HandOverPlan> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
    private readonly recipients: Recipients,
  ) {}

  async execute({ caller, planId, body }: HandOverPlan) {
    const { tenant } = caller;
    const plan = await this.desk.anyOwn(tenant, planId);
    const heirs = await this.recipients.heirs(tenant, plan.organisationId);
    if (!inSight(caller, 'campaign.read', plan.organisationId, ...(heirs ?? []))) throw new NotFound('plan');
    if (!heirs) throw new RuleViolation('plan.unit-not-closed');
    const to = body.to ?? heirs[0];
    if (to === undefined || !heirs.includes(to)) throw new NotFound('organisation');
    const acting = permit(caller, 'plan.edit', to);
    const ref = { tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, { type: 'hand-over', to, reason: body.reason }, acting);
  }
}
