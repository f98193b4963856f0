import { NotFound } from '@chuangwen/kernel';
import { InjectView, permit, type Answer, type Caller, type ViewReader } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { planInSight } from '../commands/plan-desk';
import { coverageView, type CoverageDocument } from '../projections/coverage';
import { plansView, type PlanDocument } from '../projections/plans';
import { revisionId, revisionsView, type RevisionDocument } from '../projections/revisions';
import { coveragePageOf, type coveragePage } from './coverage-page';
import { Names } from './names';
import { fresh } from './read';

export class GetCoverage extends Query<Answer<z.infer<typeof coveragePage>>> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
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
  ) {}

  async execute({ caller, planId, tokens }: GetCoverage) {
    permit(caller, 'campaign.read');
    const { tenant } = caller;
    // What plans below report is recorded in their own tenants.
    const below = Object.values((await this.coverage.get(tenant, planId))?.handed ?? {}).map((child) => child.tenant);
    const views = [this.coverage, this.plans, this.revisions, this.names.view];
    return fresh(views, tokens, [...new Set([tenant, ...below])], async () => {
      const own = await this.plans.get(tenant, planId);
      if (own?.is !== 'own' || !planInSight(caller, own.plan)) throw new NotFound('plan');
      const document = (await this.coverage.get(tenant, planId)) ?? { planId, handed: {}, reports: {} };
      const handed = Object.entries(document.handed);
      const nameOf = await this.names.of(
        tenant,
        handed.map(([, party]) => party),
      );
      const children = handed.map(([child, party]) => ({ planId: child, ...party, name: nameOf(party) }));
      const wanted = [...new Set(children.map(({ revision }) => revision))];
      const found = await this.revisions.many(
        tenant,
        wanted.map((revision) => revisionId(planId, revision)),
      );
      const revisions = new Map(wanted.flatMap((revision, i) => (found[i] ? [[revision, found[i]] as const] : [])));
      return coveragePageOf(document, children, revisions);
    });
  }
}
