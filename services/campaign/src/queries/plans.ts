import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { fresh, InjectView, permit, type Answer, type Caller, type ViewReader } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { PlanDesk, planInSight } from '../commands/plan-desk';
import { idField } from '../fields';
import { campaignsView, type CampaignDocument } from '../projections/campaigns';
import { plansView, type PlanDocument } from '../projections/plans';
import { revisionsView, type RevisionDocument } from '../projections/revisions';
import { Names } from './names';
import { planItemsOf, planRowOf, situation, type planPage, type planRow } from './plan-page';

export const plansFilter = {
  organisation: idField.optional(),
  campaign: idField.optional(),
  situation: situation.optional(),
  /** Only those that wait for an organisation in which the caller holds a post. */
  toReview: z.enum(['true']).optional(),
  /** Only those whose plan above has a later revision. */
  parentChanged: z.enum(['true']).optional(),
};
type Filter = z.infer<z.ZodObject<typeof plansFilter>>;

export class ListPlans extends Query<Answer<z.infer<typeof planRow>[]>> {
  constructor(
    readonly caller: Caller,
    readonly filter: Filter,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

export class GetPlan extends Query<Answer<z.infer<typeof planPage>>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(ListPlans)
export class ListPlansHandler implements IQueryHandler<ListPlans> {
  constructor(
    @InjectView(plansView) private readonly plans: ViewReader<PlanDocument>,
    private readonly names: Names,
  ) {}

  execute({ caller, filter, tokens }: ListPlans) {
    permit(caller, 'campaign.read');
    const { tenant } = caller;
    return fresh([this.plans, this.names.view], tokens, [tenant], async () => {
      const found = filter.toReview ? await this.toReview(caller) : await this.indexed(tenant, filter);
      const wanted = found.filter(
        ({ plan }) =>
          planInSight(caller, plan) &&
          (!filter.organisation || plan.organisationId === filter.organisation) &&
          (!filter.parentChanged || plan.news !== null) &&
          (!filter.campaign || plan.campaignId === filter.campaign) &&
          (!filter.situation || plan.situation.at === filter.situation),
      );
      const parties = wanted.map(({ tenant: owner, plan }) => ({ tenant: owner, organisationId: plan.organisationId }));
      const nameOf = await this.names.of(tenant, parties);
      return wanted.map((document, i) => planRowOf(document, nameOf(parties[i]!)));
    });
  }

  private async toReview({ tenant, principal }: Caller): Promise<PlanDocument[]> {
    const organisations = new Set(principal?.posts.map(({ organisation }) => organisation) ?? []);
    const found = await Promise.all(
      [...organisations].map((value) => this.plans.find(tenant, { index: 'review', value })),
    );
    return found.flat();
  }

  private indexed(tenant: string, { organisation, campaign }: Filter): Promise<PlanDocument[]> {
    if (organisation) return this.plans.find(tenant, { index: 'organisation', value: organisation });
    if (campaign) return this.plans.find(tenant, { index: 'campaign', value: campaign });
    return this.plans.find(tenant);
  }
}

@QueryHandler(GetPlan)
export class GetPlanHandler implements IQueryHandler<GetPlan> {
  constructor(
    @InjectView(plansView) private readonly plans: ViewReader<PlanDocument>,
    @InjectView(revisionsView) private readonly revisions: ViewReader<RevisionDocument>,
    @InjectView(campaignsView) private readonly campaigns: ViewReader<CampaignDocument>,
    private readonly names: Names,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, tokens }: GetPlan) {
    permit(caller, 'campaign.read');
    const { tenant } = caller;
    // A reviewer's own command is recorded in the tenant whose plan it is.
    const owner = (await this.plans.get(tenant, planId))?.tenant ?? tenant;
    const views = [this.plans, this.revisions, this.campaigns, this.names.view];
    return fresh(views, tokens, [...new Set([tenant, owner])], async () => {
      const document = await this.plans.get(tenant, planId);
      if (!document || !planInSight(caller, document.plan)) throw new NotFound('plan');
      const { plan } = document;
      const campaign = await this.campaigns.get(tenant, plan.campaignId);
      if (!campaign) throw new RuleViolation('plan.not-yet');
      const base = await this.desk.base(caller, plan.parent);
      const own = document.is === 'own' ? plan.answers : {};
      const others = await Promise.all(Object.values(own).map((parent) => this.desk.base(caller, parent)));
      const answered = await this.plans.many(tenant, Object.keys(own));
      const children = Object.entries(plan.children).map(([id, child]) => ({ planId: id, ...child }));
      const self = { tenant: document.tenant, organisationId: plan.organisationId };
      const nameOf = await this.names.of(tenant, [self, ...children]);
      return {
        ...planRowOf(document, nameOf(self)),
        phases: campaign.brief.phases,
        handedTo: children.map((child) => ({ ...child, name: nameOf(child) })),
        items: planItemsOf(document, base, others),
        answers: answered.flatMap((each) => (each ? [answerOf(each)] : [])),
        answeredBy: plan.answeredBy,
        submission: plan.submissions,
        withdrawnFor: plan.situation.at === 'withdrawn' ? plan.situation.reason : null,
        version: document.version,
      };
    });
  }
}

function answerOf({ plan }: PlanDocument): z.infer<typeof planPage>['answers'][number] {
  const { planId, parent, situation, reasons } = plan;
  const open = situation.at === 'returned' ? situation.open : [];
  return {
    planId,
    parent: parent!,
    situation: situation.at,
    purpose: 'purpose' in situation ? situation.purpose : null,
    returned: open.flatMap((itemId) => (reasons[itemId] === undefined ? [] : [{ itemId, reason: reasons[itemId] }])),
  };
}
