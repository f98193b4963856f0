import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { noteText } from './bounds';

export const submitTaskBody = z.strictObject({ note: noteText.default('') });

export class SubmitTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof submitTaskBody>,
  ) {
    super();
  }
}

@CommandHandler(SubmitTask)
export class SubmitTaskHandler implements ICommandHandler<SubmitTask> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body }: SubmitTask) {
    return onTask(this.streams, caller, taskId, 'task.work', { is: 'submit', ...body });
  }
}
