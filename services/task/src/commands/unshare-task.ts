import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { reasonText } from './bounds';

export const unshareTaskBody = z.strictObject({ reason: reasonText });

export class UnshareTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly covers: string,
    readonly body: z.infer<typeof unshareTaskBody>,
  ) {
    super();
  }
}

@CommandHandler(UnshareTask)
export class UnshareTaskHandler implements ICommandHandler<UnshareTask> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, covers, body }: UnshareTask) {
    return onTask(this.streams, caller, taskId, 'task.assign', { is: 'unshare', covers, ...body });
  }
}
