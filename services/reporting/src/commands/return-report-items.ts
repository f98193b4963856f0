import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ReportDesk, reviewing } from '../upward/desk';
import { Snapshots } from '../upward/snapshots';
import { reportAggregate, reportStream } from '../upward/upward';
import { idText, reasonText, submissionField } from './bounds';

export const returnReportItemsBody = z.strictObject({
  /** `total`, or keys of rows. */
  items: z
    .array(z.strictObject({ item: idText, reason: reasonText }))
    .min(1)
    .max(500),
  submission: submissionField,
});

export class ReturnReportItems extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly body: z.infer<typeof returnReportItemsBody>,
  ) {
    super();
  }
}

@CommandHandler(ReturnReportItems)
export class ReturnReportItemsHandler implements ICommandHandler<ReturnReportItems> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: ReportDesk,
    private readonly snapshots: Snapshots,
  ) {}

  async execute({ caller, reportId, body }: ReturnReportItems) {
    const { tenant, report, version } = await this.desk.toRead(caller, reportId);
    const { acting, by } = reviewing(caller, [report.head.to]);
    const rows = report.snapshot ? (await this.snapshots.read(tenant, report.snapshot)).rows : [];
    const known = rows.map(({ key }) => key);
    const ref = { tenant, stream: reportStream(reportId) };
    // The items are those of the submission that was read here.
    const onThat = { ...acting, expectedVersion: caller.expectedVersion ?? version };
    return this.streams.execute(reportAggregate, ref, { type: 'return-items', by, known, ...body }, onThat);
  }
}
