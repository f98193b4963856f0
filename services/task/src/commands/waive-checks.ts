import { taskCheck } from '@chuangwen/contracts';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { reasonText } from './bounds';

export const waiveChecksBody = z.strictObject({ checks: z.array(taskCheck).min(1).max(5), reason: reasonText });

export class WaiveChecks extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof waiveChecksBody>,
  ) {
    super();
  }
}

@CommandHandler(WaiveChecks)
export class WaiveChecksHandler implements ICommandHandler<WaiveChecks> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body }: WaiveChecks) {
    return onTask(this.streams, caller, taskId, 'task.check', { is: 'waive-checks', ...body });
  }
}
