import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ReportDesk, reviewing } from '../upward/desk';
import { reportAggregate, reportStream } from '../upward/upward';
import { submissionField } from './bounds';

export const receiveReportBody = z.strictObject({ submission: submissionField });

export class ReceiveReport extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly body: z.infer<typeof receiveReportBody>,
  ) {
    super();
  }
}

/** 签收, by any of the report's readers. */
@CommandHandler(ReceiveReport)
export class ReceiveReportHandler implements ICommandHandler<ReceiveReport> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: ReportDesk,
  ) {}

  async execute({ caller, reportId, body }: ReceiveReport) {
    const { tenant, report } = await this.desk.toRead(caller, reportId);
    const { acting, by } = reviewing(caller, [report.head.to, ...report.head.cc]);
    const ref = { tenant, stream: reportStream(reportId) };
    return this.streams.execute(reportAggregate, ref, { type: 'receive', by, ...body }, acting);
  }
}
