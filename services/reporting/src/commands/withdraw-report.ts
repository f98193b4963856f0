import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ReportDesk } from '../upward/desk';
import { reportAggregate, reportStream } from '../upward/upward';
import { reasonText } from './bounds';

export const withdrawReportBody = z.strictObject({ reason: reasonText });

export class WithdrawReport extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly body: z.infer<typeof withdrawReportBody>,
  ) {
    super();
  }
}

@CommandHandler(WithdrawReport)
export class WithdrawReportHandler implements ICommandHandler<WithdrawReport> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: ReportDesk,
  ) {}

  async execute({ caller, reportId, body }: WithdrawReport) {
    const { tenant, report } = await this.desk.own(caller, reportId);
    const acting = permit(caller, 'report.write', report.head.organisationId);
    const ref = { tenant, stream: reportStream(reportId) };
    return this.streams.execute(reportAggregate, ref, { type: 'withdraw', ...body }, acting);
  }
}
