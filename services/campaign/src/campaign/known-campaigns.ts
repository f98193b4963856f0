import { RuleViolation } from '@chuangwen/kernel';
import { Claims, dayOf, InjectView, Streams, type ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { short } from '../plan/dates';
import { campaignsView, type CampaignDocument } from '../projections/campaigns';
import { campaignAggregate, campaignStream } from './campaign';

/** `again`: it is meant, whatever was made of the notice before. */
type Coming = Readonly<{ tenant: string; campaignId: string; noticeId: string; again: boolean }>;

/** Campaigns by the notice that they are made of, as long as they are not withdrawn. */
@Injectable()
export class KnownCampaigns {
  constructor(
    private readonly claims: Claims,
    private readonly streams: Streams,
    @InjectView(campaignsView) private readonly campaigns: ViewReader<CampaignDocument>,
  ) {}

  /** Runs `write`, which opens it. Throws `campaign.there-already`, which names the one made of the same notice. */
  async asNew<T>({ tenant, campaignId, noticeId, again }: Coming, write: () => Promise<T>): Promise<T> {
    // As the streams stand: a view may not have heard yet that one was withdrawn.
    const fate = async (id: string, at: string) => {
      const { state } = await this.streams.load(campaignAggregate, { tenant, stream: campaignStream(id) });
      if (state.is === 'none') return 'coming';
      if (state.is === 'withdrawn') return 'gone';
      const day = dayOf(new Date(at));
      return new RuleViolation('campaign.there-already', { day, title: short(state.title, 60), id });
    };
    const older = async () =>
      (await this.campaigns.find(tenant, { index: 'notice', value: noticeId })).flatMap(({ brief, leading }) =>
        leading ? [{ by: brief.campaignId, at: leading.openedAt }] : [],
      );
    const claim = { tenant, kind: 'campaign-of-notice', key: noticeId, by: campaignId };
    return this.claims.holding(claim, again ? null : { fate, older }, write);
  }
}
