import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ReportDesk, reviewing } from '../upward/desk';
import { reportAggregate, reportStream } from '../upward/upward';
import { submissionField } from './bounds';

export const acceptReportBody = z.strictObject({ submission: submissionField });

export class AcceptReport extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly body: z.infer<typeof acceptReportBody>,
  ) {
    super();
  }
}

@CommandHandler(AcceptReport)
export class AcceptReportHandler implements ICommandHandler<AcceptReport> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: ReportDesk,
  ) {}

  async execute({ caller, reportId, body }: AcceptReport) {
    const { tenant, report } = await this.desk.toRead(caller, reportId);
    const { acting, by } = reviewing(caller, [report.head.to]);
    const ref = { tenant, stream: reportStream(reportId) };
    return this.streams.execute(reportAggregate, ref, { type: 'accept', by, ...body }, acting);
  }
}
