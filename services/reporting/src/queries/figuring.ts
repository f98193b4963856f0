import { Injectable } from '@nestjs/common';
import { needOf, reportByUnit, type Part, type TenantFigures } from '../report/by-unit';
import type { Dates } from '../report/figures';
import type { Frame } from '../report/frame';
import { FEWEST } from '../report/keys';
import { reportByLabel, type Report } from '../report/report';
import type { Scope } from './places';
import { Sources } from './sources';

/** Figures of the tenants of a scope: as coarse as they may be, as fine as they must be. */
@Injectable()
export class Figuring {
  constructor(private readonly sources: Sources) {}

  async byUnit(scope: Scope, campaignId: string, dates: Dates, frame: Frame, part: Part): Promise<Report> {
    return reportByUnit(frame, await this.ofTenants(scope, campaignId, dates, frame, part), part);
  }

  async byLabel(scope: Scope, campaignId: string, dates: Dates, by: 'phase' | 'measure'): Promise<Report> {
    const labels = await this.sources.labelsOf(scope, campaignId);
    const blocks = await this.sources.countersOf(scope, campaignId, by, scope.scope.tenants);
    const figures = blocks.map((block) => block.figures(dates));
    return reportByLabel(figures, by === 'phase' ? labels.phases : labels.measures);
  }

  /** Those of the scope that have to do with a part of the tree, with what they have as of the day. */
  async ofTenants(scope: Scope, campaignId: string, dates: Dates, frame: Frame, part: Part): Promise<TenantFigures[]> {
    const { rootOf } = scope;
    const need = needOf(frame, part, rootOf);
    const needs = Map.groupBy(scope.scope.tenants, need);
    const [whole, detail] = [needs.get('whole') ?? [], needs.get('detail') ?? []];
    const coarse = await this.sources.countersOf(scope, campaignId, FEWEST, whole);
    const fine = await this.sources.countersOf(scope, campaignId, 'unit', detail);
    const of = (tenant: string) => ({ tenant, root: rootOf.get(tenant) });
    return [
      ...whole.map((tenant, i) => ({ ...of(tenant), whole: coarse[i]!.whole(dates) })),
      ...detail.map((tenant, i) => ({ ...of(tenant), detail: fine[i]!.figures(dates) })),
    ];
  }
}
