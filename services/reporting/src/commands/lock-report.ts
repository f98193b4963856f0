import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ReportDesk, reviewing } from '../upward/desk';
import { reportAggregate, reportStream } from '../upward/upward';

export const lockReportBody = z.strictObject({});

export class LockReport extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly body: z.infer<typeof lockReportBody>,
  ) {
    super();
  }
}

@CommandHandler(LockReport)
export class LockReportHandler implements ICommandHandler<LockReport> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: ReportDesk,
  ) {}

  async execute({ caller, reportId, body }: LockReport) {
    const { tenant, report } = await this.desk.toRead(caller, reportId);
    const { acting, by } = reviewing(caller, [report.head.to]);
    const ref = { tenant, stream: reportStream(reportId) };
    return this.streams.execute(reportAggregate, ref, { type: 'lock', by, ...body }, acting);
  }
}
