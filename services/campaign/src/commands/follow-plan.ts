import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PlanCommand } from '../plan/command';
import { planAggregate, planStream } from '../plan/plan';
import { entriesOf, type Base } from '../plan/resolve';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';

/** `by`: the plan that answers for it; null: it stands for itself again. */
type Answerer = Readonly<{ by: string; submit: boolean }> | Readonly<{ by: null }>;

/** Of workflows only: a plan that another answers for says what that one says, and is submitted with it. */
export class FollowPlan extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly answerer: Answerer,
  ) {
    super();
  }
}

@CommandHandler(FollowPlan)
export class FollowPlanHandler implements ICommandHandler<FollowPlan> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
    private readonly recipients: Recipients,
  ) {}

  async execute({ caller, planId, answerer }: FollowPlan) {
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    const command: PlanCommand =
      answerer.by !== null && answerer.submit
        ? await this.following(caller, planId, answerer.by)
        : { type: 'be-answered', by: answerer.by };
    return this.streams.execute(planAggregate, ref, command, caller);
  }

  private async following(caller: Caller, planId: string, by: string): Promise<PlanCommand> {
    const { tenant } = caller;
    const plan = await this.desk.anyOwn(tenant, by);
    const { organisationId, parent } = await this.desk.anyOwn(tenant, planId);
    const answered = Object.entries(plan.answers).filter(([other]) => other !== planId);
    const [base, own, ...others] = await Promise.all(
      [parent, plan.parent, ...answered.map(([, above]) => above)].map((above) => this.desk.base(caller, above)),
    );
    const idsOf = ({ items }: Base) => items.map(({ itemId }) => itemId);
    const [asked, elsewhere] = [new Set(idsOf(base!)), new Set([own!, ...others].flatMap(idsOf))];
    // What other parents alone ask for is no matter of this one.
    const entries = entriesOf(plan, own!).filter(({ item: { itemId } }) => asked.has(itemId) || !elsewhere.has(itemId));
    const purpose = await this.recipients.purpose(tenant, { organisationId, parent });
    return { type: 'follow', by, entries, base: base!, purpose };
  }
}
