import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ReportDesk, reviewing } from '../upward/desk';
import { reportAggregate, reportStream } from '../upward/upward';
import { reasonText } from './bounds';

export const unlockReportBody = z.strictObject({ reason: reasonText });

export class UnlockReport extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly body: z.infer<typeof unlockReportBody>,
  ) {
    super();
  }
}

@CommandHandler(UnlockReport)
export class UnlockReportHandler implements ICommandHandler<UnlockReport> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: ReportDesk,
  ) {}

  async execute({ caller, reportId, body }: UnlockReport) {
    const { tenant, report } = await this.desk.toRead(caller, reportId);
    const { acting, by } = reviewing(caller, [report.head.to]);
    const ref = { tenant, stream: reportStream(reportId) };
    return this.streams.execute(reportAggregate, ref, { type: 'unlock', by, ...body }, acting);
  }
}
