import type { PlanAbove } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import { fresh, InjectView, permit, type Answer, type Caller, type ViewReader } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { PlanDesk, planInSight } from '../commands/plan-desk';
import { entriesOf, type Entry } from '../plan/resolve';
import type { Kept, OpenedPlan } from '../plan/state';
import { plansView, type PlanDocument } from '../projections/plans';
import { differencesBetween, type planDifferences } from './differences-page';

export class GetDifferences extends Query<Answer<z.infer<typeof planDifferences>>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    /** Revisions of this plan; `to` without a number: as it stands. */
    readonly range: { from: number; to?: number | undefined },
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetDifferences)
export class GetDifferencesHandler implements IQueryHandler<GetDifferences> {
  constructor(
    @InjectView(plansView) private readonly plans: ViewReader<PlanDocument>,
    private readonly desk: PlanDesk,
  ) {}

  async execute({ caller, planId, range, tokens }: GetDifferences) {
    permit(caller, 'campaign.read');
    const { tenant } = caller;
    const owner = (await this.plans.get(tenant, planId))?.tenant ?? tenant;
    return fresh([this.plans], tokens, [...new Set([tenant, owner])], async () => {
      const document = await this.plans.get(tenant, planId);
      if (!document || !planInSight(caller, document.plan)) throw new NotFound('plan');
      const { plan } = document;
      const to = range.to ?? plan.revision;
      const [before, after] = await Promise.all([range.from, to].map((each) => this.at(caller, plan, each)));
      return { planId, from: range.from, to, ...differencesBetween(before ?? [], after ?? []) };
    });
  }

  private at(caller: Caller, plan: OpenedPlan, revision: number): Promise<Entry[]> {
    const kept: Kept | undefined = revision === plan.revision ? plan : plan.kept[revision];
    if (!kept) throw new NotFound('revision');
    return this.entries(caller, kept, kept.parent);
  }

  private async entries(caller: Caller, kept: Kept, parent: PlanAbove | null): Promise<Entry[]> {
    return entriesOf(kept, await this.desk.base(caller, parent));
  }
}

export class GetParentChange extends Query<Answer<z.infer<typeof planDifferences>>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

/** What the plan above has changed since the revision that this one lies over. */
@QueryHandler(GetParentChange)
export class GetParentChangeHandler implements IQueryHandler<GetParentChange> {
  constructor(
    @InjectView(plansView) private readonly plans: ViewReader<PlanDocument>,
    private readonly desk: PlanDesk,
  ) {}

  execute({ caller, planId, tokens }: GetParentChange) {
    permit(caller, 'campaign.read');
    const { tenant } = caller;
    return fresh([this.plans], tokens, [tenant], async () => {
      const document = await this.plans.get(tenant, planId);
      if (document?.is !== 'own' || !planInSight(caller, document.plan)) throw new NotFound('plan');
      const { parent, news } = document.plan;
      if (!parent) throw new NotFound('revision');
      const untouched = { touched: {} };
      const before = entriesOf(untouched, await this.desk.base(caller, parent));
      const after = entriesOf(untouched, await this.desk.base(caller, news ?? parent));
      const to = (news ?? parent).revision;
      return { planId: parent.planId, from: parent.revision, to, ...differencesBetween(before, after) };
    });
  }
}
