import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { ReportDesk } from '../upward/desk';
import { Drafting } from '../upward/drafting';
import { TOTAL } from '../upward/state';
import { reportAggregate, reportStream } from '../upward/upward';
import { idText } from './bounds';

export const remarkBody = z.strictObject({
  /** `total`, or the key of a row. */
  item: idText,
  /** null takes it away. */
  text: z.string().trim().min(1).max(2000).nullable(),
});

export class RemarkOnReport extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly reportId: string,
    readonly body: z.infer<typeof remarkBody>,
  ) {
    super();
  }
}

@CommandHandler(RemarkOnReport)
export class RemarkOnReportHandler implements ICommandHandler<RemarkOnReport> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: ReportDesk,
    private readonly drafting: Drafting,
  ) {}

  async execute({ caller, reportId, body }: RemarkOnReport) {
    const { tenant, report } = await this.desk.own(caller, reportId);
    const acting = permit(caller, 'report.write', report.head.organisationId);
    const known = body.text === null || body.item === TOTAL || report.remarks[body.item] !== undefined;
    if (!known && report.situation.at !== 'returned') {
      const { rows } = await this.drafting.fresh(caller, report.head, report.asOf);
      if (!rows.some(({ key }) => key === body.item)) throw new NotFound('item');
    }
    const ref = { tenant, stream: reportStream(reportId) };
    return this.streams.execute(reportAggregate, ref, { type: 'remark', ...body }, acting);
  }
}
