import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { campaignAggregate, campaignStream, mustCount } from '../campaign/campaign';
import { idField } from '../fields';
import { handDownTo, type HandedDown } from './hand-down-plan';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';

/** Agencies and lower offices, by tenant; or all that are right below and verified. */
export const issueCampaignBody = z
  .strictObject({ tenants: z.array(idField).min(1).max(5000).optional(), all: z.literal(true).optional() })
  .refine(({ tenants, all }) => (tenants === undefined) !== (all === undefined), {
    params: {
      zh: '请写 "all": true，或在 tenants 里列出单位（两样只写一样）',
      en: 'give "all": true, or list the organisations in tenants (one of the two)',
    },
  });

export class IssueCampaign extends Command<Outcome<HandedDown>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly body: z.infer<typeof issueCampaignBody>,
  ) {
    super();
  }
}

/** Hands the root plan down to the chosen tenants: accepted at once, the workflow opens the plans; see `progress`. */
@CommandHandler(IssueCampaign)
export class IssueCampaignHandler implements ICommandHandler<IssueCampaign> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: PlanDesk,
    private readonly recipients: Recipients,
  ) {}

  async execute({ caller, campaignId, body }: IssueCampaign) {
    const ref = { tenant: caller.tenant, stream: campaignStream(campaignId) };
    const { state: campaign } = await this.streams.load(campaignAggregate, ref);
    if (campaign.is === 'none') throw new NotFound('campaign');
    const acting = permit(caller, 'campaign.lead');
    const { planId } = mustCount(campaign);
    const { parties, leftOut } = body.tenants
      ? { parties: await this.recipients.tenantsBelow(caller, body.tenants), leftOut: [] }
      : await this.recipients.allTenantsBelow(caller);
    const plan = await this.desk.root(caller.tenant, planId);
    return handDownTo(this.streams, this.desk, acting, plan, parties, { type: 'hand-down' }, leftOut);
  }
}
