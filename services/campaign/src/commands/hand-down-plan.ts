import { party, type Party } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idField } from '../fields';
import type { PlanCommand } from '../plan/command';
import { planAggregate, planStream } from '../plan/plan';
import type { OpenedPlan } from '../plan/state';
import { PlanDesk } from './plan-desk';
import { Recipients, type Unverified } from './recipients';

const ids = z.array(idField).max(5000);
/** Organisations of the own tenant right below, and tenants that the own office oversees. */
export const handDownPlanBody = z
  .strictObject({ organisations: ids.default([]), tenants: ids.default([]) })
  .refine(({ organisations, tenants }) => organisations.length + tenants.length > 0, {
    params: { zh: '请列出 organisations 或 tenants', en: 'list organisations or tenants' },
  });

/** Who has it now, and the plan that each gets over it. `leftOut`: who would have it too and is not verified. */
export const handedDown = z
  .object({
    planId: z.string(),
    to: z.array(party.extend({ planId: z.string() })),
    leftOut: z.array(z.object({ tenant: z.string(), name: z.string() })),
  })
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
    return handDownTo(this.streams, this.desk, acting, plan, parties);
  }
}

/**
 * The same organisation below the same plan gets the same plan id, however often it is named; another one once its plan was
 * taken back.
 */
export async function handDownTo(
  streams: Streams,
  desk: PlanDesk,
  acting: Caller,
  plan: OpenedPlan,
  parties: readonly Party[],
  how: Pick<Extract<PlanCommand, { type: 'hand-down' }>, 'type'> | HaveTakenOver = { type: 'hand-down' },
  leftOut: readonly Unverified[] = [],
): Promise<Outcome<HandedDown>> {
  const { planId, takenBack } = plan;
  const { tenant } = acting;
  const to = [...new Map(parties.map((party) => [party.organisationId, party])).values()].map((party) => {
    const times = takenBack[party.organisationId];
    return { ...party, planId: uuidFrom(planId, party.organisationId, ...(times ? [String(times)] : [])) };
  });
  const brief = await desk.brief(acting, plan.campaignId);
  const base = await desk.base(acting, plan.parent);
  const ref = { tenant, stream: planStream(planId) };
  return streams.execute(planAggregate, ref, { ...how, tenant, brief, to, base }, acting, () => ({
    planId,
    to,
    leftOut: [...leftOut],
  }));
}

type HaveTakenOver = Pick<Extract<PlanCommand, { type: 'have-taken-over' }>, 'type' | 'way'>;
