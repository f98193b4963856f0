import { sha256Hex, Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { planAggregate, planStream } from '../plan/plan';
import { entriesOf, type Base } from '../plan/resolve';
import type { OpenedPlan } from '../plan/state';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';

/** Of workflows only: the plans that one answers for say what it says, and are submitted with it. */
export class FollowPlan extends Command<Outcome<null>[]> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    /** The submission or approval is new; otherwise only who answers. */
    readonly submit: boolean,
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

  async execute({ caller, planId, submit }: FollowPlan) {
    const plan = await this.desk.anyOwn(caller.tenant, planId);
    const outcomes: Outcome<null>[] = [];
    for (const answered of Object.keys(plan.answers)) {
      const by = plan.situation.at === 'withdrawn' ? null : planId;
      outcomes.push(await this.tell(caller, answered, { type: 'be-answered', by }));
      if (submit && by !== null) outcomes.push(await this.follow(caller, plan, answered));
    }
    return outcomes;
  }

  private async follow(caller: Caller, plan: OpenedPlan, answered: string): Promise<Outcome<null>> {
    const [base, ...others] = await Promise.all(
      [plan.parent, ...Object.values(plan.answers)].map((parent) => this.desk.base(caller, parent)),
    );
    const at = Object.keys(plan.answers).indexOf(answered);
    const theirs = others[at]!;
    const idsOf = ({ items }: Base) => items.map(({ itemId }) => itemId);
    const [asked, elsewhere] = [new Set(idsOf(theirs)), new Set([base!, ...others].flatMap(idsOf))];
    const entries = entriesOf(plan, base!).filter(
      ({ item: { itemId } }) => asked.has(itemId) || !elsewhere.has(itemId),
    );
    const { organisationId } = plan;
    const parent = plan.answers[answered]!;
    const purpose = await this.recipients.purpose(caller.tenant, { organisationId, parent });
    return this.tell(caller, answered, { type: 'follow', by: plan.planId, entries, base: theirs, purpose });
  }

  /** Each plan is a stream of its own, and so needs a command of its own. */
  private tell(caller: Caller, planId: string, command: Parameters<typeof planAggregate.decider.decide>[1]) {
    const commandId = uuidFrom(caller.commandId, planId, command.type);
    const ref = { tenant: caller.tenant, stream: planStream(planId) };
    return this.streams.execute(planAggregate, ref, command, { ...caller, commandId, bodyHash: sha256Hex(commandId) });
  }
}
