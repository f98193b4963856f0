import { day } from '@chuangwen/contracts';
import { Clock, permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { datesOf } from '../queries/asked';
import { ReportDesk } from '../upward/desk';
import { Sources } from '../queries/sources';
import { Drafting } from '../upward/drafting';
import { frozen } from '../upward/snapshot';
import { Snapshots } from '../upward/snapshots';
import { reportAggregate, reportStream } from '../upward/upward';

export const submitReportBody = z.strictObject({
  /** The recorded day that what is sent now is seen on; absent: the one the report has. */
  asOf: day.optional(),
});

export class SubmitReport extends Command<Outcome<{ submission: number; sha256: string }>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly body: z.infer<typeof submitReportBody>,
  ) {
    super();
  }
}

/** The figures are frozen first and named in the event; should the append fail, a file lies there that nothing names. */
@CommandHandler(SubmitReport)
export class SubmitReportHandler implements ICommandHandler<SubmitReport> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: ReportDesk,
    private readonly drafting: Drafting,
    private readonly sources: Sources,
    private readonly snapshots: Snapshots,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, reportId, body }: SubmitReport) {
    const { tenant, report, version } = await this.desk.own(caller, reportId);
    const { head, situation, snapshot: last } = report;
    const acting = permit(caller, 'report.write', head.organisationId);
    const { asOf } = datesOf({ asOf: body.asOf ?? report.asOf }, this.clock.now());
    await this.sources.mustBeKnownOn(caller, head.campaignId, asOf);
    const fresh = await this.drafting.fresh(caller, head, asOf);
    const returned =
      situation.at === 'returned' && last
        ? { before: await this.snapshots.read(tenant, last), open: situation.open }
        : null;
    const name = await this.drafting.nameOf(caller, head.organisationId, asOf);
    const submission = report.submissions + 1;
    const about = { reportId, submission, asOf, reporter: { tenant, name }, head };
    const snapshot = await this.snapshots.keep(tenant, frozen(about, fresh, returned));
    const ref = { tenant, stream: reportStream(reportId) };
    // What was frozen is of the report as it was read here.
    const onThat = { ...acting, expectedVersion: caller.expectedVersion ?? version };
    const command = { type: 'submit', asOf, snapshot } as const;
    return this.streams.execute(reportAggregate, ref, command, onThat, () => ({ submission, sha256: snapshot.sha256 }));
  }
}
