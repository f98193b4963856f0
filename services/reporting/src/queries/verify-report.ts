import type { Answer, Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { UpwardDocument } from '../projections/upward-reports';
import { totalOf, type Snapshot } from '../upward/snapshot';
import { Snapshots } from '../upward/snapshots';
import { UpwardReports } from './upward-desk';
import type { upwardVerification } from './upward-shapes';

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
