import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { noteText } from './bounds';

export const acceptTaskBody = z.strictObject({ note: noteText.nullable().default(null) });

export class AcceptTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof acceptTaskBody>,
  ) {
    super();
  }
}

@CommandHandler(AcceptTask)
export class AcceptTaskHandler implements ICommandHandler<AcceptTask> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body }: AcceptTask) {
    return onTask(this.streams, caller, taskId, 'task.review', { is: 'accept', ...body });
  }
}
