import type { ReportHead } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { InjectView, type Caller, type ViewReader } from '@chuangwen/platform';
import { Injectable } from '@nestjs/common';
import { countsOf, dueOf, leafOf, placeIn, standingOn, type Progress } from '../projections/progress';
import { upwardReportsView, type UpwardDocument } from '../projections/upward-reports';
import { Figuring } from '../queries/figuring';
import type { Scope } from '../queries/places';
import { Sources } from '../queries/sources';
import { isBelow } from '../report/explanation';
import { figuresOf, FIGURES, NOTHING, plus, type Dates, type Sums } from '../report/figures';
import type { Frame } from '../report/frame';
import { NONE } from '../report/keys';
import { Snapshots } from './snapshots';
import type { Absent, Fresh, Missing, Source } from './snapshot';

type Rows = Fresh['rows'];

/** The figures of a report as they are seen now, before they are frozen. */
@Injectable()
export class Drafting {
  constructor(
    private readonly sources: Sources,
    private readonly figuring: Figuring,
    private readonly snapshots: Snapshots,
    @InjectView(upwardReportsView) private readonly reports: ViewReader<UpwardDocument>,
  ) {}

  /** Of the caller's own tenant. Throws NotFound for a campaign that it has no part in. */
  async fresh(caller: Caller, head: ReportHead, asOf: string): Promise<Fresh> {
    const dates = { period: head.period, asOf };
    await this.sources.titleOf(caller, head.campaignId);
    const all = await this.sources.places.scopeOf(caller, asOf);
    const root = all.rootOf.get(caller.tenant);
    if (head.organisationId !== root) return this.ofUnit(caller, head, dates, all);
    if (head.basis === 'merged') return this.merged(caller, head, dates, all);
    return {
      rows: await this.rows(caller, head, dates, all),
      missing: await this.missing(head, dates, all),
      sources: [],
    };
  }

  /**
   * The rows of a report of another day, to be held against the frozen ones: as the owner would see them, by what the caller
   * may see of the owner. Throws `report.not-overseen` where that is nothing.
   */
  async now(caller: Caller, owner: string, head: ReportHead, asOf: string): Promise<Rows> {
    if (owner === caller.tenant) return (await this.fresh(caller, head, asOf)).rows;
    const all = await this.sources.places.scopeOf(caller, asOf);
    const theirs = this.sources.places.under(caller, all, owner);
    if (!theirs || theirs.rootOf.get(owner) !== head.organisationId) throw new RuleViolation('report.not-overseen');
    const dates = { period: head.period, asOf };
    return this.rows(caller, head, dates, theirs);
  }

  /** As it was called on a day, in the caller's tenant or among those it oversees. */
  async nameOf(caller: Caller, organisationId: string, asOf: string): Promise<string | null> {
    const scope = await this.sources.places.scopeOf(caller, asOf);
    const frame = await this.sources.places.frameOf(caller, scope, { tree: 'line', on: asOf, asOf });
    return frame.names[frame.numberOf.get(organisationId) ?? -1] ?? null;
  }

  /** From the counters: of the organisation itself and of each right below it, or by phase or measure. */
  private async rows(caller: Caller, head: ReportHead, dates: Dates, scope: Scope): Promise<Rows> {
    const { campaignId, by, organisationId } = head;
    if (by !== 'unit') {
      const { rows } = await this.figuring.byLabel(scope, campaignId, dates, by);
      return rows.map(({ key, number, name, figures }) => ({
        key,
        number,
        name: by === 'phase' ? name : null,
        figures: only(figures),
      }));
    }
    const frame = await this.frame(caller, head, dates, scope);
    const { rows } = await this.figuring.byUnit(scope, campaignId, dates, frame, { under: organisationId, levels: 2 });
    const [top, ...below] = rows.map(({ key, number, name, figures }) => ({
      key,
      number,
      name,
      figures: only(figures),
    }));
    if (!top) return [];
    const own = below.map(({ figures }) => figures).reduce(minus, top.figures);
    return [{ ...top, figures: own }, ...below];
  }

  /** The tenant's own from its counters, those below from the frozen reports that were accepted; and who is not among them. */
  private async merged(caller: Caller, head: ReportHead, dates: Dates, all: Scope): Promise<Fresh> {
    const own = this.sources.places.ownOf(caller, all);
    const rows = await this.rows(caller, head, dates, own);
    const { sources, absent, snapshots } = await this.reported(caller, head, all);
    const missing = { ...(await this.missing(head, dates, own)), reports: absent };
    if (head.by === 'unit') {
      const below = sources.map(({ organisationId, name, totals }) => ({
        key: organisationId,
        number: null,
        name,
        figures: totals,
      }));
      return { rows: [...rows, ...below], missing, sources };
    }
    const sums = new Map(rows.map((row) => [row.key, row]));
    for (const { rows: theirs } of snapshots)
      for (const { key, number, name, figures } of theirs) {
        const known = sums.get(key) ?? { key, number, name, figures: NOTHING };
        sums.set(key, { ...known, figures: plus(known.figures, figures) });
      }
    return { rows: [...sums.values()], missing, sources };
  }

  private async reported({ tenant }: Caller, head: ReportHead, { scope, tenants }: Scope) {
    const below = tenants.filter(({ overseers }) => overseers[0] === tenant);
    const refs = below.map(({ tenantId }) => ({ tenant: tenantId, id: head.campaignId }));
    const takesPart = await this.sources.labels.manyAcross(scope, refs);
    const received = await this.reports.find(tenant, { index: 'campaign', value: head.campaignId });
    const sources: Source[] = [];
    const absent: Absent[] = [];
    const snapshots = [];
    for (const [i, { tenantId, organisationId, name }] of below.entries()) {
      const theirs = received.filter((one) => one.tenant === tenantId && isOf(one, organisationId, head, tenant));
      if (!takesPart[i] && theirs.length === 0) continue;
      const found = theirs.filter(({ report }) => isAccepted(report)).sort(laterFirst)[0];
      const fits = found && (head.by === 'unit' || found.report.head.by === head.by);
      if (!found?.report.snapshot || !fits) {
        const why = found ? 'other' : whyNot(theirs.sort(laterFirst)[0]);
        absent.push({ tenant: tenantId, organisationId, name, why });
        continue;
      }
      const { reportId, snapshot, submissions, asOf } = found.report;
      const frozen = await this.snapshots.read(tenantId, snapshot);
      snapshots.push(frozen);
      const { totals } = frozen;
      const { sha256 } = snapshot;
      sources.push({ reportId, tenant: tenantId, organisationId, name, submission: submissions, sha256, asOf, totals });
    }
    return { sources, absent, snapshots };
  }

  /** A unit's own, from the tasks of its tenant: there are no counters by unit and measure. */
  private async ofUnit(caller: Caller, head: ReportHead, dates: Dates, scope: Scope): Promise<Fresh> {
    const { campaignId, by } = head;
    const { tenant } = caller;
    const frame = await this.frame(caller, head, dates, scope);
    const tasks = await this.sources.progress.find(tenant, { index: 'campaign', value: campaignId });
    const sums = new Map<string, Sums>();
    for (const task of tasks) {
      const leaf = leafBelow(task, head, dates, frame, scope.rootOf.get(tenant));
      if (leaf) sums.set(leaf.key, plus(sums.get(leaf.key) ?? NOTHING, leaf.figures));
    }
    const own = this.sources.places.ownOf(caller, scope);
    const labels = await this.sources.labelsOf(own, campaignId);
    const named = new Map(labels.phases.map(({ id, name }) => [id, name]));
    const numbers = new Map([...labels.phases, ...labels.measures].map(({ id, number }) => [id, number]));
    const rows = [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, figures]) => ({
        key,
        number: by === 'unit' ? null : (numbers.get(key) ?? null),
        name: by === 'unit' ? (frame.names[frame.numberOf.get(key) ?? -1] ?? null) : (named.get(key) ?? null),
        figures,
      }));
    const { unread } = await this.missing(head, dates, own);
    return { rows, missing: { tasks: null, unread, reports: [] }, sources: [] };
  }

  private frame(caller: Caller, { tree }: ReportHead, { period, asOf }: Dates, scope: Scope): Promise<Frame> {
    return this.sources.places.frameOf(caller, scope, { tree, on: period?.to ?? asOf, asOf });
  }

  private async missing({ campaignId }: ReportHead, { asOf }: Dates, scope: Scope): Promise<Missing> {
    const { unread } = await this.sources.standing([], scope);
    const tasks = await this.sources.missingOf(scope, campaignId, asOf);
    return { tasks, unread: unread.map(({ tenant, streams }) => ({ tenant, streams })), reports: [] };
  }
}

const only = (figures: Sums): Sums => Object.fromEntries(FIGURES.map((figure) => [figure, figures[figure]])) as Sums;
const minus = (a: Sums, b: Sums): Sums =>
  Object.fromEntries(FIGURES.map((figure) => [figure, a[figure] - b[figure]])) as Sums;

/** The agency's own report (not one of its units'), of the same campaign and period, to the caller's own organisation. */
const isOf = ({ report: { head } }: UpwardDocument, organisationId: string, wanted: ReportHead, to: string): boolean =>
  head.organisationId === organisationId &&
  head.to.tenant === to &&
  (head.period?.from ?? null) === (wanted.period?.from ?? null) &&
  (head.period?.to ?? null) === (wanted.period?.to ?? null) &&
  (head.period === null) === (wanted.period === null);

const isAccepted = ({ situation }: UpwardDocument['report']): boolean =>
  situation.at === 'accepted' || situation.at === 'locked';

const lastAt = ({ submissions }: UpwardDocument): string => submissions.at(-1)?.recordedAt ?? '';
const laterFirst = (a: UpwardDocument, b: UpwardDocument): number => (lastAt(a) > lastAt(b) ? -1 : 1);

function whyNot(document: UpwardDocument | undefined): Absent['why'] {
  const at = document?.report.situation.at;
  return at === 'submitted' || at === 'returned' || at === 'withdrawn' ? at : 'none';
}

/** The row of a unit's report that a task adds to: null where it is none of the unit's. */
function leafBelow(
  task: Progress,
  { campaignId, by, organisationId }: ReportHead,
  dates: Dates,
  frame: Frame,
  root: string | undefined,
): { key: string; figures: Sums } | null {
  const standing = standingOn(task, dates.asOf)?.standing;
  const place = standing && placeIn(standing, campaignId);
  if (!standing || !place || !isBelow(frame, standing.unit, organisationId, root)) return null;
  const figures = figuresOf(dueOf(place), countsOf(standing, place), dates);
  if (figures.tasks === 0 && figures.undated === 0) return null;
  if (by !== 'unit') return { key: leafOf(place, by, standing) ?? NONE, figures };
  let at = standing.unit;
  for (;;) {
    const over = frame.above[frame.numberOf.get(at) ?? -1] ?? -1;
    if (at === organisationId || over === -1 || frame.ids[over] === organisationId) return { key: at, figures };
    at = frame.ids[over]!;
  }
}
