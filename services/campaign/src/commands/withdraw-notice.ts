import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { InjectView, permit, Streams, type Caller, type Outcome, type ViewReader } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { reason } from '../fields';
import { noticeAggregate, noticeStream } from '../notice/notice';
import { campaignsView, type CampaignDocument } from '../projections/campaigns';
import { soon } from './soon';

export const withdrawNoticeBody = z.strictObject({ reason });

export class WithdrawNotice extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly noticeId: string,
    readonly body: z.infer<typeof withdrawNoticeBody>,
  ) {
    super();
  }
}

/** A wrong import; not while a campaign that counts hangs on it. */
@CommandHandler(WithdrawNotice)
export class WithdrawNoticeHandler implements ICommandHandler<WithdrawNotice> {
  constructor(
    private readonly streams: Streams,
    @InjectView(campaignsView) private readonly campaigns: ViewReader<CampaignDocument>,
  ) {}

  async execute({ caller, noticeId, body }: WithdrawNotice) {
    const acting = permit(caller, 'notice.import');
    const { tenant } = caller;
    const ref = { tenant, stream: noticeStream(noticeId) };
    const { state } = await this.streams.load(noticeAggregate, ref);
    if (state.is === 'none') throw new NotFound('notice');
    // A campaign that was opened just now is to be seen; one that is opened while this runs goes with the notice.
    await soon(async () => ((await this.campaigns.freshness([], [tenant])).behind === 0 ? true : null));
    const made = await this.campaigns.find(tenant, { index: 'notice', value: noticeId });
    const counting = made.find(({ withdrawn }) => withdrawn === null);
    if (counting) throw new RuleViolation('notice.has-campaign', { title: counting.brief.title });
    return this.streams.execute(noticeAggregate, ref, { type: 'withdraw-notice', ...body }, acting);
  }
}
