import type { CampaignBrief, PlanAbove } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { inSight, InjectView, Streams, type Caller, type ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { planAggregate, planStream } from '../plan/plan';
import { NO_BASE, type Base } from '../plan/resolve';
import type { OpenedPlan } from '../plan/state';
import { campaignsView, type CampaignDocument } from '../projections/campaigns';
import { plansView, type PlanDocument } from '../projections/plans';
import { revisionId, revisionsView, type RevisionDocument } from '../projections/revisions';
import { soon } from './soon';

/** A unit sees its own plan and those submitted to it; the tenant's own organisation sees all that the tenant has. */
export const planInSight = (
  caller: Caller,
  { organisationId, parent }: Pick<OpenedPlan, 'organisationId' | 'parent'>,
): boolean => inSight(caller, 'campaign.read', organisationId, parent?.organisationId ?? null);

/** What commands on plans look up before they decide: only what never changes again is taken from it. */
@Injectable()
export class PlanDesk {
  constructor(
    private readonly streams: Streams,
    @InjectView(plansView) private readonly plans: ViewReader<PlanDocument>,
    @InjectView(revisionsView) private readonly revisions: ViewReader<RevisionDocument>,
    @InjectView(campaignsView) private readonly campaigns: ViewReader<CampaignDocument>,
  ) {}

  /** A plan of the caller's own tenant. Throws NotFound. */
  async own(caller: Caller, planId: string): Promise<OpenedPlan> {
    const plan = await this.find(caller.tenant, planId);
    if (!plan || !planInSight(caller, plan)) throw new NotFound('plan');
    return plan;
  }

  /** Whoever may see it. Throws NotFound. */
  async anyOwn(tenant: string, planId: string): Promise<OpenedPlan> {
    const plan = await this.find(tenant, planId);
    if (!plan) throw new NotFound('plan');
    return plan;
  }

  /** A plan of the caller's tenant, or one that was submitted to it, with its owner. Throws NotFound. */
  async toReview(caller: Caller, planId: string): Promise<{ tenant: string; plan: OpenedPlan }> {
    const own = await this.find(caller.tenant, planId);
    if (own && planInSight(caller, own)) return { tenant: caller.tenant, plan: own };
    const received = await this.plans.get(caller.tenant, planId);
    const plan = received && (await this.find(received.tenant, planId));
    if (!plan || !planInSight(caller, plan)) throw new NotFound('plan');
    return { tenant: received.tenant, plan };
  }

  /** The root plan of a campaign that was opened just now may still be on its way. Throws NotFound. */
  async root(tenant: string, planId: string): Promise<OpenedPlan> {
    const plan = await soon(() => this.find(tenant, planId));
    if (!plan) throw new NotFound('plan');
    return plan;
  }

  /** What the plan lies over, as the tenant knows it. Throws `plan.not-yet`. */
  async base(caller: Pick<Caller, 'tenant' | 'principal'>, parent: PlanAbove | null): Promise<Base> {
    if (!parent) return NO_BASE;
    const id = revisionId(parent.planId, parent.revision);
    const found = await soon(() => this.revisions.get(caller.tenant, id), patience(caller));
    if (!found) throw new RuleViolation('plan.not-yet');
    return found;
  }

  /** Throws `plan.not-yet`. */
  async brief(caller: Pick<Caller, 'tenant' | 'principal'>, campaignId: string): Promise<CampaignBrief> {
    const found = await soon(() => this.campaigns.get(caller.tenant, campaignId), patience(caller));
    if (!found) throw new RuleViolation('plan.not-yet');
    return found.brief;
  }

  private async find(tenant: string, planId: string): Promise<OpenedPlan | null> {
    const { state } = await this.streams.load(planAggregate, { tenant, stream: planStream(planId) });
    return state.is === 'opened' ? state : null;
  }
}

/** A workflow can wait for the views where a person would rather try again. */
const patience = ({ principal }: Pick<Caller, 'principal'>): number | undefined => (principal ? undefined : 60_000);
