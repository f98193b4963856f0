import { RuleViolation, NotFound } from '@chuangwen/kernel';
import { permit, Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { campaignAggregate, campaignStream } from '../campaign/campaign';
import { contentOfNotice, type CampaignContent, type IdOf } from '../campaign/content-of-notice';
import { KnownCampaigns } from '../campaign/known-campaigns';
import { dateField, idField, line, paragraphs } from '../fields';
import { noticeAggregate, noticeStream } from '../notice/notice';

const names = z.array(line).max(500).default([]);
const phase = z.strictObject({
  name: line,
  start: dateField.nullable().default(null),
  end: dateField.nullable().default(null),
  text: paragraphs.nullable().default(null),
});
const leadingGroup = z.strictObject({
  leader: line.nullable().default(null),
  executiveDeputies: names,
  deputies: names,
  members: names,
  office: line.nullable().default(null),
});

/** From a notice (what is given here besides goes before what the notice says), or written by hand. */
export const openCampaignBody = z
  .strictObject({
    noticeId: idField,
    title: line,
    honour: line,
    level: line,
    term: line,
    docNumber: line,
    guidingThought: paragraphs,
    goals: paragraphs,
    phases: z.array(phase).max(50),
    leadingGroup,
    /** It is meant to be one more, though one was made of the same notice. */
    again: z.literal(true),
  })
  .partial()
  // Measures name the notice's phases: those are corrected in the notice.
  .refine(({ noticeId, phases }) => noticeId === undefined || phases === undefined, {
    path: ['phases'],
    params: {
      zh: '给了通知（noticeId）就不能另写阶段，请在通知里更正',
      en: 'can’t be given beside a notice (noticeId); correct the phases in the notice',
    },
  });
type Body = z.infer<typeof openCampaignBody>;

export class OpenCampaign extends Command<Outcome<{ id: string; planId: string }>> {
  constructor(
    readonly caller: Caller,
    readonly body: Body,
  ) {
    super();
  }
}

@CommandHandler(OpenCampaign)
export class OpenCampaignHandler implements ICommandHandler<OpenCampaign> {
  constructor(
    private readonly streams: Streams,
    private readonly campaigns: KnownCampaigns,
  ) {}

  async execute({ caller, body }: OpenCampaign) {
    const acting = permit(caller, 'campaign.lead');
    const campaignId = uuidFrom(caller.commandId, 'campaign');
    const planId = uuidFrom(campaignId, 'root-plan');
    const idOf: IdOf = (what, path) => uuidFrom(campaignId, what, path);
    const { noticeId = null } = body;
    const content = noticeId === null ? handwritten(body, idOf) : await this.ofNotice(caller.tenant, noticeId, idOf);
    const title = body.title ?? content.title;
    if (title === null) {
      if (noticeId === null) throw new RuleViolation('campaign.nothing-given');
      throw new RuleViolation('campaign.title-required');
    }
    const campaign = {
      campaignId,
      brief: {
        campaignId,
        tenant: caller.tenant,
        organisationId: caller.principal?.root ?? caller.tenant,
        title,
        honour: body.honour ?? null,
        level: body.level ?? null,
        term: body.term ?? null,
        docNumber: body.docNumber ?? content.docNumber,
        guidingThought: body.guidingThought ?? content.guidingThought,
        goals: body.goals ?? content.goals,
        phases: content.phases,
        requirements: content.requirements,
      },
      documentId: noticeId ?? campaignId,
      noticeId,
      planId,
      items: content.items,
      responsible: content.responsible,
      leadingGroup: body.leadingGroup ?? content.leadingGroup,
      ...(body.again ? { again: true as const } : {}),
    };
    const { tenant } = caller;
    const ref = { tenant, stream: campaignStream(campaignId) };
    const write = () =>
      this.streams.execute(campaignAggregate, ref, { type: 'open-campaign', campaign }, acting, () => ({
        id: campaignId,
        planId,
      }));
    // The same command again is not asked what else was made of the notice since.
    const known = (await this.streams.load(campaignAggregate, ref)).version > 0;
    if (noticeId === null || known) return write();
    return this.campaigns.asNew({ tenant, campaignId, noticeId, again: body.again ?? false }, write);
  }

  private async ofNotice(tenant: string, noticeId: string, idOf: IdOf): Promise<CampaignContent> {
    const { state } = await this.streams.load(noticeAggregate, { tenant, stream: noticeStream(noticeId) });
    if (state.is === 'none') throw new NotFound('notice');
    if (state.withdrawn) throw new RuleViolation('notice.is-withdrawn');
    if (!state.content) throw new RuleViolation('notice.erased');
    return contentOfNotice(state.content, idOf);
  }
}

function handwritten({ phases = [] }: Body, idOf: IdOf): CampaignContent {
  return {
    title: null,
    docNumber: null,
    guidingThought: null,
    goals: null,
    phases: phases.map((given, i) => ({ phaseId: idOf('phase', String(i)), ...given })),
    requirements: [],
    leadingGroup: null,
    items: [],
    responsible: {},
  };
}
