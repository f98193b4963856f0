import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { campaignAggregate, campaignStream } from '../campaign/campaign';
import { reason } from '../fields';

export const withdrawCampaignBody = z.strictObject({ reason });

/** A wrong issue. Its plans, level by level and tenant by tenant, are withdrawn by the workflow. */
export class WithdrawCampaign extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly body: z.infer<typeof withdrawCampaignBody>,
  ) {
    super();
  }
}

@CommandHandler(WithdrawCampaign)
export class WithdrawCampaignHandler implements ICommandHandler<WithdrawCampaign> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, campaignId, body }: WithdrawCampaign) {
    const acting = permit(caller, 'campaign.lead');
    const ref = { tenant: caller.tenant, stream: campaignStream(campaignId) };
    return this.streams.execute(campaignAggregate, ref, { type: 'withdraw-campaign', ...body }, acting);
  }
}
