import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { noteText } from './bounds';

export const reportProgressBody = z.strictObject({ percent: z.number().int().min(0).max(100), note: noteText });

export class ReportProgress extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof reportProgressBody>,
  ) {
    super();
  }
}

@CommandHandler(ReportProgress)
export class ReportProgressHandler implements ICommandHandler<ReportProgress> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body }: ReportProgress) {
    return onTask(this.streams, caller, taskId, 'task.work', { is: 'report-progress', ...body });
  }
}
