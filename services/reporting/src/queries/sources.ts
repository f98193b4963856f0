import { INSTALLATION } from '@chuangwen/contracts';
import { NotFound } from '@chuangwen/kernel';
import {
  freshnessOf,
  InjectView,
  organisationsView,
  overseerScope,
  permit,
  ViewReader,
  type Caller,
  type Freshness,
  type OrganisationEntry,
  type OverseerScope,
  type TenantEntry,
} from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { expectedView, type Expected } from '../projections/expected';
import { earliest, labelsView, type Label, type Labels } from '../projections/labels';
import { progressView, type Progress } from '../projections/progress';
import type { Group } from '../report/keys';
import { unitsOn, type TreeView, type Unit } from '../report/tree';

type Entry = TenantEntry | OrganisationEntry;
/** More than any tenant has of one kind; a view is read whole here, or not at all. */
const ALL = 1_000_000;

/** Whose figures a report is made of, on a recorded day. */
export type Scope = Readonly<{
  scope: OverseerScope;
  /** The office itself and the tenants it oversees, as the view knows them. */
  tenants: readonly TenantEntry[];
  /** By tenant: its own organisation. */
  rootOf: ReadonlyMap<string, string>;
}>;

export type CampaignLabels = Readonly<{ title: string | null; phases: readonly Label[]; measures: readonly Label[] }>;

/** Where the reports of a caller come from: this service's own views, within what the policy allows. */
@Injectable()
export class Sources {
  constructor(
    @InjectView(progressView) readonly progress: ViewReader<Progress>,
    @InjectView(labelsView) private readonly labels: ViewReader<Labels>,
    @InjectView(expectedView) readonly expected: ViewReader<Expected>,
    @InjectView(organisationsView) private readonly organisations: ViewReader<Entry>,
  ) {}

  async scopeOf(caller: Caller, asOf: string): Promise<Scope> {
    const acting = permit(caller, 'report.read');
    const { tenant } = acting;
    const entries = await this.organisations.find(tenant, { index: 'is', value: 'tenant', limit: ALL });
    const tenants = entries.filter((entry) => entry.is === 'tenant').filter(({ recordedOn }) => recordedOn <= asOf);
    const overseen = tenants.filter(({ overseers }) => overseers.includes(tenant));
    const scope = overseerScope(
      acting,
      overseen.map(({ tenantId }) => tenantId),
    );
    const seen = tenants.filter(({ tenantId }) => scope.tenants.includes(tenantId));
    const rootOf = new Map(seen.map(({ tenantId, organisationId }) => [tenantId, organisationId]));
    const root = caller.principal?.root;
    return { scope, tenants: seen, rootOf: root === undefined ? rootOf : new Map([...rootOf, [tenant, root]]) };
  }

  /**
   * Throws NotFound for a campaign that the caller's own tenant neither leads nor was handed: what an agency takes up by
   * itself, or another office has it do, is nothing to an office above, though it oversees the agency.
   */
  async labelsOf({ tenant }: Caller, { scope }: Scope, campaignId: string): Promise<CampaignLabels> {
    if (!(await this.labels.get(tenant, campaignId))) throw new NotFound('campaign');
    const found = await this.labels.findAcross(scope, { index: 'campaign', value: campaignId });
    const documents = found.map(({ document }) => document);
    const title = earliest(documents.flatMap((labels) => labels.title ?? []))[0] ?? null;
    return {
      title: title?.name ?? null,
      phases: earliest(...documents.map(({ phases }) => phases)),
      measures: earliest(...documents.map(({ measures }) => measures)),
    };
  }

  /** The tree as it stood on a day, by what was recorded by `asOf`. */
  async unitsOf(caller: Caller, { scope, tenants, rootOf }: Scope, view: TreeView): Promise<Map<string, Unit>> {
    const found = await this.organisations.findAcross(scope, { index: 'is', value: 'organisation', limit: ALL });
    const organisations = found.map(({ document }) => document).filter((entry) => entry.is === 'organisation');
    const { tenant } = caller;
    return unitsOn({ tenant, root: rootOf.get(tenant) ?? tenant, tenants, organisations }, view);
  }

  /** The tasks of a campaign; of one phase or measure only, where that is what is asked about. */
  tasksOf({ scope }: Scope, campaignId: string, by: Group, key: string | null) {
    const narrow = by === 'unit' || key === null ? null : { index: by, value: `${campaignId}|${key}` };
    return this.progress.findAcross(scope, { ...(narrow ?? { index: 'campaign', value: campaignId }), limit: ALL });
  }

  /** How far the views behind a report are, and how many streams their totals miss. */
  freshness(tokens: readonly string[], { scope, tenants }: Scope): Promise<Freshness> {
    const views = [this.progress, this.labels, this.expected, this.organisations];
    // An office also misses what the register of tenants can't tell it.
    const asked = tenants.length > 1 ? [INSTALLATION, ...scope.tenants] : scope.tenants;
    return freshnessOf(views, tokens, asked);
  }
}
