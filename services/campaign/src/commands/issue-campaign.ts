import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { campaignAggregate, campaignStream } from '../campaign/campaign';
import { idField } from '../fields';
import { handDown, type HandedDown } from './hand-down-plan';
import { PlanDesk } from './plan-desk';
import { Recipients } from './recipients';

/** Agencies and lower offices, by tenant. */
export const issueCampaignBody = z.strictObject({ tenants: z.array(idField).min(1).max(500) });

export class IssueCampaign extends Command<Outcome<HandedDown>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly body: z.infer<typeof issueCampaignBody>,
  ) {
    super();
  }
}

/** Hands the root plan down to the chosen tenants. */
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
    const parties = await this.recipients.tenantsBelow(caller, body.tenants);
    const plan = await this.desk.root(caller.tenant, campaign.planId);
    return handDown(this.streams, this.desk, acting, plan, parties);
  }
}
