import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idField } from '../fields';
import { handDownTo, type HandedDown } from './hand-down-plan';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';
import { wayField } from './take-over-plan';

/** Without `organisations`: all units right below today. */
export const takeOverUnitsBody = z.strictObject({
  way: wayField,
  organisations: z.array(idField).min(1).max(5000).optional(),
});

/** The organisation above has its own units carry out its plan as it stands; the workflow does it for each. */
export class TakeOverUnits extends Command<Outcome<HandedDown>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof takeOverUnitsBody>,
  ) {
    super();
  }
}

@CommandHandler(TakeOverUnits)
export class TakeOverUnitsHandler implements ICommandHandler<TakeOverUnits> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
    private readonly recipients: Recipients,
  ) {}

  async execute({ caller, planId, body: { way, organisations } }: TakeOverUnits) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.review', plan.organisationId);
    const { tenant } = caller;
    const units = organisations ?? (await this.recipients.allBelow(tenant, plan.organisationId));
    const parties = await this.recipients.organisationsBelow(tenant, plan.organisationId, units);
    return handDownTo(this.streams, this.desk, acting, plan, parties, { type: 'have-taken-over', way });
  }
}
