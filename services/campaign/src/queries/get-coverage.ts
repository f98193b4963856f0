import { NotFound } from '@chuangwen/kernel';
import {
  fresh,
  Clock,
  asOfDay,
  InjectView,
  permit,
  type Answer,
  type Caller,
  type ViewReader,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { planInSight } from '../commands/plan-desk';
import { coverageView, type CoverageDocument } from '../projections/coverage';
import { plansView, type PlanDocument } from '../projections/plans';
import { revisionId, revisionsView, type RevisionDocument } from '../projections/revisions';
import { childrenOn, coveragePageOf, type CoveragePage } from './coverage-page';
import { Names } from './names';
import { coverageOf } from './read';

export class GetCoverage extends Query<Answer<CoveragePage>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly asOf: string | null,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetCoverage)
export class GetCoverageHandler implements IQueryHandler<GetCoverage> {
  constructor(
    @InjectView(coverageView) private readonly coverage: ViewReader<CoverageDocument>,
    @InjectView(plansView) private readonly plans: ViewReader<PlanDocument>,
    @InjectView(revisionsView) private readonly revisions: ViewReader<RevisionDocument>,
    private readonly names: Names,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, planId, asOf, tokens }: GetCoverage) {
    permit(caller, 'campaign.read');
    asOfDay(asOf ?? undefined, this.clock.now());
    const { tenant } = caller;
    // What plans below report is recorded in their own tenants.
    const below = tokens.length > 0 ? await coverageOf(this.coverage, tenant, planId) : [];
    const views = [this.coverage, this.plans, this.revisions, this.names.view];
    return fresh(views, tokens, [...new Set([tenant, ...below.map((child) => child.tenant)])], async () => {
      const own = await this.plans.get(tenant, planId);
      if (own?.is !== 'own' || !planInSight(caller, own.plan)) throw new NotFound('plan');
      const children = childrenOn(await coverageOf(this.coverage, tenant, planId), asOf);
      const nameOf = await this.names.of(tenant, children, asOf);
      const named = children.map((child) => ({ ...child, name: nameOf(child) }));
      const wanted = [...new Set(children.map(({ revision }) => revision))];
      const found = await this.revisions.many(
        tenant,
        wanted.map((revision) => revisionId(planId, revision)),
      );
      const revisions = new Map(wanted.flatMap((revision, i) => (found[i] ? [[revision, found[i]] as const] : [])));
      return coveragePageOf(planId, asOf, named, revisions);
    });
  }
}

export const planProgress = z
  .object({
    planId: z.string(),
    /** Plans below that were given and not taken back; those that are there by now. */
    given: z.number().int(),
    opened: z.number().int(),
    /** Asked to carry the plan out as it stands; those for which that is in force by now. */
    asked: z.number().int(),
    taken: z.number().int(),
    done: z.boolean(),
  })
  .meta({ id: 'PlanProgress' });

export class GetPlanProgress extends Query<Answer<z.infer<typeof planProgress>>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

/** How far the workflow is with what was issued, handed down or asked for. */
@QueryHandler(GetPlanProgress)
export class GetPlanProgressHandler implements IQueryHandler<GetPlanProgress> {
  constructor(
    @InjectView(coverageView) private readonly coverage: ViewReader<CoverageDocument>,
    @InjectView(plansView) private readonly plans: ViewReader<PlanDocument>,
  ) {}

  execute({ caller, planId, tokens }: GetPlanProgress) {
    permit(caller, 'campaign.read');
    const { tenant } = caller;
    return fresh([this.coverage, this.plans], tokens, [tenant], async () => {
      const own = await this.plans.get(tenant, planId);
      if (own?.is !== 'own' || !planInSight(caller, own.plan)) throw new NotFound('plan');
      const children = childrenOn(await coverageOf(this.coverage, tenant, planId), null);
      const counting = children.filter(({ given }) => !given.takenBack);
      const asked = counting.filter(({ given }) => given.asked !== null);
      const opened = counting.filter(({ report }) => report !== null).length;
      const taken = asked.filter(({ given, report }) => report?.inForce === given.asked).length;
      const [all, askedAll] = [counting.length, asked.length];
      const done = opened === all && taken === askedAll;
      return { planId, given: all, opened, asked: askedAll, taken, done };
    });
  }
}
