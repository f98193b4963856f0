import { INSTALLATION } from '@chuangwen/contracts';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { dayOf, freshnessOf, InjectView, Lru, ViewReader, type Caller, type Freshness } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { expectedView, type Expected } from '../projections/expected';
import { earliest, labelsView, type Label, type Labels } from '../projections/labels';
import { progressView, type Progress } from '../projections/progress';
import type { Block } from '../report/block';
import { FEWEST, type Group } from '../report/keys';
import { Blocks } from './blocks';
import { Places, type Scope } from './places';

export type CampaignLabels = Readonly<{ title: string | null; phases: readonly Label[]; measures: readonly Label[] }>;

/** A tenant whose figures lack what could not be read. */
export type Unread = Readonly<{ tenant: string; name: string | null; streams: number }>;

export type Standing = Readonly<{ freshness: Freshness; unread: Unread[] }>;

/** Where the reports of a caller come from: this service's own views, within what the policy allows. */
@Injectable()
export class Sources {
  private readonly merged = new Lru<CampaignLabels>(4);

  constructor(
    @InjectView(progressView) readonly progress: ViewReader<Progress>,
    @InjectView(labelsView) readonly labels: ViewReader<Labels>,
    @InjectView(expectedView) private readonly expected: ViewReader<Expected>,
    readonly places: Places,
    private readonly blocks: Blocks,
  ) {}

  /**
   * Throws NotFound for a campaign that the caller's own tenant neither leads nor was handed: what an agency takes up by
   * itself, or another office has it do, is nothing to an office above, though it oversees the agency.
   */
  async titleOf({ tenant }: Caller, campaignId: string): Promise<string | null> {
    const own = await this.labels.get(tenant, campaignId);
    if (!own) throw new NotFound('campaign');
    return own.title?.name ?? null;
  }

  /**
   * Throws RuleViolation `report.as-of-unknown`: of a day on which the tenant had no campaign there is nothing to report, unless
   * tasks were on record: a history that was imported is older than the plan here.
   */
  async mustBeKnownOn(caller: Caller, campaignId: string, asOf: string): Promise<void> {
    const own = await this.labels.get(caller.tenant, campaignId);
    const labels = own ? [...(own.title ? [own.title] : []), ...own.phases, ...own.measures] : [];
    const since = labels.map(({ recordedAt }) => recordedAt).sort()[0];
    if (since === undefined || asOf >= dayOf(since)) return;
    const scope = await this.places.scopeOf(caller, asOf);
    const counted = await this.countersOf(scope, campaignId, FEWEST, scope.scope.tenants);
    if (counted.every((block) => block.total('tasks', asOf) === 0))
      throw new RuleViolation('report.as-of-unknown', { day: asOf, since: dayOf(since) });
  }

  /** What phases and measures are called anywhere in the scope. */
  async labelsOf({ scope }: Scope, campaignId: string): Promise<CampaignLabels> {
    const stamps = await this.labels.stampsAcross(scope);
    const key = [campaignId, ...scope.tenants, ...stamps].join();
    const known = this.merged.get(key);
    if (known) return known;
    const found = await this.labels.findAcross(scope, { index: 'campaign', value: campaignId });
    const documents = found.map(({ document }) => document);
    const title = earliest(documents.flatMap((labels) => labels.title ?? []))[0] ?? null;
    const labels = {
      title: title?.name ?? null,
      phases: earliest(...documents.map(({ phases }) => phases)),
      measures: earliest(...documents.map(({ measures }) => measures)),
    };
    this.merged.set(key, labels);
    return labels;
  }

  countersOf({ scope }: Scope, campaignId: string, group: Group, tenants: readonly string[]) {
    return this.blocks.of(this.progress, scope, { tenants, group, campaignId });
  }

  /** How many tasks are not known that should be; of each tenant alone, so that what one has too many hides no other's gap. */
  async missingOf({ scope }: Scope, campaignId: string, asOf: string, tenants = scope.tenants): Promise<number> {
    const expected = await this.blocks.of(this.expected, scope, { tenants, group: 'expected', campaignId });
    const known = await this.blocks.of(this.progress, scope, { tenants, group: FEWEST, campaignId });
    const planned = (there: Block) => there.total('tasks', asOf) - there.total('added', asOf);
    const gap = (wanted: Block, there: Block) => wanted.total('tasks', asOf) - planned(there);
    return expected.reduce((sum, wanted, i) => sum + Math.max(0, gap(wanted, known[i]!)), 0);
  }

  /** How far the views behind a report are, how many streams its totals miss, and whose: those figures are not what they should be. */
  async standing(tokens: readonly string[], { scope, tenants }: Scope): Promise<Standing> {
    // An office also misses what the register of tenants can't tell it.
    const asked = tenants.length > 1 ? [INSTALLATION, ...scope.tenants] : scope.tenants;
    const all = await Promise.all(this.views.map((view) => view.standing(tokens, asked)));
    const readers = all.map((one) => ({ standing: async () => one }));
    const streams = new Set(all.flatMap(({ parked }) => parked));
    const of = Map.groupBy(streams, (stream) => stream.split('\0')[1]!);
    const nameOf = new Map(tenants.map(({ tenantId, name }) => [tenantId, name]));
    const unread = [...of].map(([tenant, { length }]) => ({
      tenant,
      name: nameOf.get(tenant) ?? null,
      streams: length,
    }));
    return { freshness: await freshnessOf(readers, tokens, asked), unread };
  }

  private get views() {
    return [this.progress, this.labels, this.expected, this.places.view];
  }
}
