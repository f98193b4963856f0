import { InjectView, Streams, uuidFrom, type Caller, type ViewReader } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { campaignAggregate, campaignStream } from '../campaign/campaign';
import { noticeAggregate, noticeStream } from '../notice/notice';
import { campaignsView, type CampaignDocument } from '../projections/campaigns';
import { soon } from './soon';

const REASON = '所依据的通知已撤回。';

/**
 * From the workflow only. A notice can be withdrawn in the instant in which a campaign is opened from it: each looked at the
 * other before it was there. Whichever of the two is recorded later finds the other here, and the campaign goes too.
 * `campaignId`: the one that was opened; null: all that were made of the notice.
 */
export class WithdrawWithNotice extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly noticeId: string,
    readonly campaignId: string | null,
  ) {
    super();
  }
}

@CommandHandler(WithdrawWithNotice)
export class WithdrawWithNoticeHandler implements ICommandHandler<WithdrawWithNotice> {
  constructor(
    private readonly streams: Streams,
    @InjectView(campaignsView) private readonly campaigns: ViewReader<CampaignDocument>,
  ) {}

  async execute({ caller, noticeId, campaignId }: WithdrawWithNotice): Promise<void> {
    const { tenant } = caller;
    const { state } = await this.streams.load(noticeAggregate, { tenant, stream: noticeStream(noticeId) });
    if (state.is === 'none' || !state.withdrawn) return;
    for (const id of campaignId === null ? await this.madeOf(tenant, noticeId) : [campaignId])
      await this.streams.execute(
        campaignAggregate,
        { tenant, stream: campaignStream(id) },
        { type: 'withdraw-campaign', reason: REASON },
        { ...caller, commandId: uuidFrom(caller.commandId, id) },
      );
  }

  /** All that were recorded before the withdrawal: the view has to have them. */
  private async madeOf(tenant: string, noticeId: string): Promise<string[]> {
    const current = async () => ((await this.campaigns.freshness([], [tenant])).behind === 0 ? true : null);
    if (!(await soon(current, PATIENCE_MS))) throw new Error('the view of campaigns is behind');
    const made = await this.campaigns.find(tenant, { index: 'notice', value: noticeId });
    return made.map(({ brief }) => brief.campaignId);
  }
}

/** A workflow can wait where a person would rather try again. */
const PATIENCE_MS = 60_000;
