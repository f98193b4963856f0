import { campaignBrief, leadingGroup } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { fresh, InjectView, permit, type Answer, type Caller, type ViewReader } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { campaignsView, type CampaignDocument } from '../projections/campaigns';
import { planInSight } from '../commands/plan-desk';
import { coverageView, type CoverageDocument } from '../projections/coverage';
import { plansView, type PlanDocument } from '../projections/plans';
import { Names } from './names';
import { childrenOn } from './coverage-page';
import { coverageOf } from './read';

export const campaignRow = z
  .object({
    campaignId: z.string(),
    title: z.string(),
    honour: z.string().nullable(),
    level: z.string().nullable(),
    term: z.string().nullable(),
    docNumber: z.string().nullable(),
    /** The own tenant leads it. */
    leading: z.boolean(),
    withdrawn: z.boolean(),
  })
  .meta({ id: 'CampaignRow' });

/** What concerns other tenants, and the names in the leading group, only the one that leads it is told. */
export const campaignPage = z
  .object({
    campaignId: z.string(),
    brief: campaignBrief,
    leading: z
      .object({
        noticeId: z.string().nullable(),
        /** The root plan. */
        planId: z.string(),
        leadingGroup: leadingGroup.nullable(),
        openedAt: z.string(),
        issuedTo: z.array(
          z.object({
            tenant: z.string(),
            organisationId: z.string(),
            name: z.string().nullable(),
            planId: z.string(),
            revision: z.number().int(),
          }),
        ),
      })
      .nullable(),
    /** Why it does not count any more. */
    withdrawn: z.object({ reason: z.string(), at: z.string() }).nullable(),
    /** Plans of the own tenant within it, as far as they are in the caller's sight. */
    plans: z.array(z.object({ planId: z.string(), organisationId: z.string(), situation: z.string() })),
  })
  .meta({ id: 'Campaign' });

export class ListCampaigns extends Query<Answer<z.infer<typeof campaignRow>[]>> {
  constructor(
    readonly caller: Caller,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

export class GetCampaign extends Query<Answer<z.infer<typeof campaignPage>>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(ListCampaigns)
export class ListCampaignsHandler implements IQueryHandler<ListCampaigns> {
  constructor(
    @InjectView(campaignsView) private readonly campaigns: ViewReader<CampaignDocument>,
    private readonly names: Names,
  ) {}

  execute({ caller, tokens }: ListCampaigns) {
    permit(caller, 'campaign.read');
    return fresh([this.campaigns, this.names.view], tokens, [caller.tenant], async () => {
      const found = await this.campaigns.find(caller.tenant);
      return found.map(({ brief, leading, withdrawn }) => {
        const { campaignId, title, honour, level, term, docNumber } = brief;
        return {
          campaignId,
          title,
          honour,
          level,
          term,
          docNumber,
          leading: leading !== null,
          withdrawn: withdrawn !== null,
        };
      });
    });
  }
}

@QueryHandler(GetCampaign)
export class GetCampaignHandler implements IQueryHandler<GetCampaign> {
  constructor(
    @InjectView(campaignsView) private readonly campaigns: ViewReader<CampaignDocument>,
    @InjectView(coverageView) private readonly coverage: ViewReader<CoverageDocument>,
    @InjectView(plansView) private readonly plans: ViewReader<PlanDocument>,
    private readonly names: Names,
  ) {}

  execute({ caller, campaignId, tokens }: GetCampaign) {
    permit(caller, 'campaign.read');
    const views = [this.campaigns, this.coverage, this.plans, this.names.view];
    return fresh(views, tokens, [caller.tenant], async () => {
      const campaign = await this.campaigns.get(caller.tenant, campaignId);
      if (!campaign) throw new NotFound('campaign');
      const { brief, leading, withdrawn } = campaign;
      const plans = await this.plans.find(caller.tenant, { index: 'campaign', value: campaignId });
      const own = plans.filter(({ is, plan }) => is === 'own' && planInSight(caller, plan));
      return {
        campaignId,
        brief,
        withdrawn,
        leading: leading && { ...leading, issuedTo: await this.issuedTo(caller, brief.organisationId, leading.planId) },
        plans: own.map(({ plan }) => ({
          planId: plan.planId,
          organisationId: plan.organisationId,
          situation: plan.situation.at,
        })),
      };
    });
  }

  /** Whoever sees the root plan sees who has it. */
  private async issuedTo(caller: Caller, organisationId: string, rootPlan: string) {
    if (!planInSight(caller, { organisationId, parent: null })) return [];
    const { tenant } = caller;
    const children = childrenOn(await coverageOf(this.coverage, tenant, rootPlan), null);
    const nameOf = await this.names.of(tenant, children);
    return children
      .filter(({ given }) => !given.takenBack)
      .map(({ planId, tenant, organisationId, given }) => {
        const name = nameOf({ tenant, organisationId });
        return { planId, tenant, organisationId, revision: given.revision, name };
      });
  }
}
