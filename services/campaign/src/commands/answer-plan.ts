import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idField } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import { PlanDesk } from './plan-desk';

/** The plan of the same organisation over the other one. */
export const answerPlanBody = z.strictObject({ planId: idField });

/** One plan for several above it: this one answers the parent of the other too, which follows it from here on. */
export class AnswerPlan extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof answerPlanBody>,
  ) {
    super();
  }
}

@CommandHandler(AnswerPlan)
export class AnswerPlanHandler implements ICommandHandler<AnswerPlan> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, body }: AnswerPlan) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    const other = await this.desk.own(caller, body.planId);
    const { parent, answeredBy, situation, touched } = other;
    if (!parent || other.planId === planId || other.organisationId !== plan.organisationId) throw new NotFound('plan');
    if (other.campaignId !== plan.campaignId) throw new RuleViolation('plan.other-campaign');
    if (answeredBy !== null && answeredBy !== planId) throw new RuleViolation('plan.is-answered');
    if (answeredBy === null && (situation.at !== 'drafting' || Object.keys(touched).length > 0))
      throw new RuleViolation('plan.other-begun');
    const [base, theirs] = await Promise.all([plan, other].map((each) => this.desk.base(caller, each.parent)));
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    const command = { type: 'answer', answered: other.planId, parent, base: base!, other: theirs! } as const;
    return this.streams.execute(planAggregate, ref, command, acting);
  }
}
