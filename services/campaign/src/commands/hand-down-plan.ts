import { party, type Party } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idField } from '../fields';
import { planAggregate, planStream } from '../plan/plan';
import type { OpenedPlan } from '../plan/state';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';

const ids = z.array(idField).max(500);
/** Organisations of the own tenant right below, and tenants that the own office oversees. */
export const handDownPlanBody = z
  .strictObject({ organisations: ids.default([]), tenants: ids.default([]) })
  .refine(({ organisations, tenants }) => organisations.length + tenants.length > 0);

/** Who has it now, and the plan that each gets over it. */
export const handedDown = z
  .object({ planId: z.string(), to: z.array(party.extend({ planId: z.string() })) })
  .meta({ id: 'HandedDown' });
export type HandedDown = z.infer<typeof handedDown>;

export class HandDownPlan extends Command<Outcome<HandedDown>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly body: z.infer<typeof handDownPlanBody>,
  ) {
    super();
  }
}

@CommandHandler(HandDownPlan)
export class HandDownPlanHandler implements ICommandHandler<HandDownPlan> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
    private readonly recipients: Recipients,
  ) {}

  async execute({ caller, planId, body }: HandDownPlan) {
    const plan = await this.desk.own(caller, planId);
    const acting = permit(caller, 'plan.edit', plan.organisationId);
    // Other tenants are below the whole tenant, not below one of its units.
    if (body.tenants.length > 0 && plan.organisationId !== caller.principal?.root) throw new NotFound('tenant');
    const parties = [
      ...(await this.recipients.organisationsBelow(caller.tenant, plan.organisationId, body.organisations)),
      ...(await this.recipients.tenantsBelow(caller, body.tenants)),
    ];
    return handDown(this.streams, this.desk, acting, plan, parties);
  }
}

/** The same organisation below the same plan gets the same plan id, however often it is named. */
export async function handDown(
  streams: Streams,
  desk: PlanDesk,
  acting: Caller,
  plan: OpenedPlan,
  parties: readonly Party[],
): Promise<Outcome<HandedDown>> {
  const { planId } = plan;
  const { tenant } = acting;
  const withPlans = parties.map((party) => ({ ...party, planId: uuidFrom(planId, party.organisationId) }));
  const to = [...new Map(withPlans.map((party) => [party.planId, party])).values()];
  const brief = await desk.brief(tenant, plan.campaignId);
  const base = await desk.base(tenant, plan.parent);
  const ref = { tenant, stream: planStream(planId) };
  return streams.execute(planAggregate, ref, { type: 'hand-down', tenant, brief, to, base }, acting, () => ({
    planId,
    to,
  }));
}
