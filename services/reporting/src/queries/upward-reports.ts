import { tokensOf, permit, type Answer, type Caller } from '@chuangwen/platform';
import { NotFound, RuleViolation } from '@chuangwen/kernel';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { day } from '@chuangwen/contracts';
import { Clock, tokenQuery } from '@chuangwen/platform';
import { z } from 'zod';
import type { UpwardDocument } from '../projections/upward-reports';
import { reportInSight } from '../upward/desk';
import { Drafting } from '../upward/drafting';
import { differences, totalOf, type Snapshot } from '../upward/snapshot';
import { Snapshots } from '../upward/snapshots';
import { datesOf } from './asked';
import {
  SITUATIONS,
  type UpwardFigures,
  type UpwardPage,
  type upwardDifferences,
  type UpwardRow,
  type upwardVerification,
} from './upward-shapes';
import { UpwardReports } from './upward-desk';

const id = z.string().min(1).max(64);
export const upwardFilter = z.strictObject({
  ...tokenQuery,
  campaign: id.optional(),
  organisation: id.optional(),
  situation: z.enum(SITUATIONS).optional(),
  /** `received`: sent to this tenant by another. */
  is: z.enum(['own', 'received']).optional(),
});
export const upwardQuery = z.strictObject(tokenQuery);
export const differencesQuery = z.strictObject({ ...tokenQuery, /** Today when absent. */ asOf: day.optional() });
export const submissionQuery = z.strictObject({ submission: z.coerce.number().int().min(1).optional() });

export class ListUpwardReports extends Query<Answer<UpwardRow[]>> {
  constructor(
    readonly caller: Caller,
    readonly filter: z.infer<typeof upwardFilter>,
  ) {
    super();
  }
}

@QueryHandler(ListUpwardReports)
export class ListUpwardReportsHandler implements IQueryHandler<ListUpwardReports> {
  constructor(private readonly reports: UpwardReports) {}

  async execute({ caller, filter }: ListUpwardReports) {
    const { tenant } = permit(caller, 'report.read');
    const freshness = await this.reports.view.freshness(tokensOf(filter), [tenant]);
    const { campaign, organisation, situation, is } = filter;
    const along = campaign === undefined ? {} : { index: 'campaign', value: campaign };
    const found = (await this.reports.view.find(tenant, along)).filter(
      (one) =>
        reportInSight(caller, one.tenant, one.report) &&
        (organisation === undefined || one.report.head.organisationId === organisation) &&
        (situation === undefined || one.report.situation.at === situation) &&
        (is === undefined || one.is === is),
    );
    const names = await this.reports.namesOf(caller, found);
    return { data: found.map((one, i) => this.reports.row(one, names[i] ?? null)), freshness };
  }
}

export class GetUpwardReport extends Query<Answer<UpwardPage>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetUpwardReport)
export class GetUpwardReportHandler implements IQueryHandler<GetUpwardReport> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly snapshots: Snapshots,
  ) {}

  async execute({ caller, reportId, tokens }: GetUpwardReport) {
    const { document, freshness } = await this.reports.get(caller, reportId, tokens);
    const [name = null] = await this.reports.namesOf(caller, [document]);
    const { snapshot } = document.report;
    const frozen = snapshot && (await this.snapshots.read(document.tenant, snapshot));
    const nameOf = await this.reports.labelled(caller, document);
    return { data: this.reports.page(document, name, frozen && shown(frozen, nameOf)), freshness };
  }
}

/** What a submission would freeze now. */
export class PreviewReport extends Query<Answer<UpwardFigures>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(PreviewReport)
export class PreviewReportHandler implements IQueryHandler<PreviewReport> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly drafting: Drafting,
  ) {}

  async execute({ caller, reportId, tokens }: PreviewReport) {
    const { document, freshness } = await this.reports.get(caller, reportId, tokens);
    if (document.is !== 'own') throw new NotFound('report');
    const { head, asOf, submissions } = document.report;
    const { rows, missing, sources } = await this.drafting.fresh(caller, head, asOf);
    const nameOf = await this.reports.labelled(caller, document);
    const now = rows.map((row) => ({ ...row, asOf, submission: submissions + 1 }));
    return { data: shown({ rows: now, totals: totalOf(rows), missing, sources }, nameOf), freshness };
  }
}

/** The very bytes that were sent; without a number those of the last submission. */
export class GetSnapshot extends Query<Readonly<{ bytes: Buffer; sha256: string; submission: number }>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly submission: number | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetSnapshot)
export class GetSnapshotHandler implements IQueryHandler<GetSnapshot> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly snapshots: Snapshots,
  ) {}

  async execute({ caller, reportId, submission }: GetSnapshot) {
    const { document } = await this.reports.get(caller, reportId, []);
    const wanted = submission ?? document.report.submissions;
    const kept = document.submissions.find((one) => one.submission === wanted);
    if (!kept) throw new NotFound('snapshot');
    return { bytes: await this.snapshots.bytes(document.tenant, kept), sha256: kept.sha256, submission: wanted };
  }
}

type Differences = z.infer<typeof upwardDifferences>;
/** Where the figures of a day are not the frozen ones. */
export class GetDifferences extends Query<Answer<Differences>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly asked: z.infer<typeof differencesQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetDifferences)
export class GetDifferencesHandler implements IQueryHandler<GetDifferences> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly snapshots: Snapshots,
    private readonly drafting: Drafting,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, reportId, asked }: GetDifferences) {
    const { document, freshness } = await this.reports.get(caller, reportId, tokensOf(asked));
    const { asOf } = datesOf(asked, this.clock.now());
    const { snapshot, submissions, head } = document.report;
    if (!snapshot) throw new RuleViolation('report.not-submitted');
    const frozen = await this.snapshots.read(document.tenant, snapshot);
    const rows = await this.drafting.now(caller, document.tenant, head, asOf);
    const nameOf = await this.reports.labelled(caller, document);
    const names = new Map([...rows, ...frozen.rows].map(({ key, name }) => [key, name]));
    const found = differences(frozen, rows).map((one) => ({ ...one, name: names.get(one.key) ?? nameOf(one.key) }));
    return { data: { submission: submissions, asOf, differences: found }, freshness };
  }
}

type Verification = z.infer<typeof upwardVerification>;
/** Whether everything that was frozen is what it was. */
export class VerifyReport extends Query<Answer<Verification>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(VerifyReport)
export class VerifyReportHandler implements IQueryHandler<VerifyReport> {
  constructor(
    private readonly reports: UpwardReports,
    private readonly snapshots: Snapshots,
  ) {}

  async execute({ caller, reportId, tokens }: VerifyReport) {
    const { document, freshness } = await this.reports.get(caller, reportId, tokens);
    const submissions = await Promise.all(document.submissions.map((one) => this.submission(document, one)));
    const last = document.submissions.at(-1);
    const whole = submissions.at(-1)?.intact === true && last;
    const named = whole ? (await this.snapshots.read(document.tenant, last)).sources : [];
    const sources: Verification['sources'] = [];
    for (const { reportId: id, tenant, sha256, submission } of named) {
      const theirs = await this.reports.view.get(caller.tenant, id);
      const kept = theirs?.tenant === tenant && theirs.submissions.find((one) => one.submission === submission);
      if (!kept) continue;
      const intact = kept.sha256 === sha256 && (await this.snapshots.intact(tenant, kept));
      sources.push({ reportId: id, sha256, intact });
    }
    const intact = submissions.every((one) => one.intact && one.consistent) && sources.every((one) => one.intact);
    return { data: { intact, submissions, sources }, freshness };
  }

  private async submission({ tenant, report }: UpwardDocument, kept: UpwardDocument['submissions'][number]) {
    const { submission, sha256 } = kept;
    const intact = await this.snapshots.intact(tenant, kept);
    const snapshot = intact ? await this.snapshots.read(tenant, kept) : null;
    const consistent =
      snapshot !== null &&
      snapshot.reportId === report.reportId &&
      snapshot.submission === submission &&
      JSON.stringify(totalOf(snapshot.rows)) === JSON.stringify(inOrder(snapshot.totals));
    return { submission, sha256, intact, consistent };
  }
}

/** Canonical JSON has its fields by name; sums have them in the order of the figures. */
const inOrder = (sums: Snapshot['totals']) => totalOf([{ figures: sums }]);

const shown = (
  { rows, totals, missing, sources }: Pick<Snapshot, 'rows' | 'totals' | 'missing' | 'sources'>,
  nameOf: (key: string) => string | null,
): UpwardFigures => ({
  rows: rows.map((row) => ({ ...row, name: row.name ?? nameOf(row.key) })),
  totals,
  missing: { ...missing, unread: [...missing.unread], reports: [...missing.reports] },
  sources: [...sources],
});
