import { day } from '@chuangwen/contracts';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';

/** null: no deadline any more. */
export const setDeadlineBody = z.strictObject({ deadline: day.nullable() });

export class SetDeadline extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof setDeadlineBody>,
  ) {
    super();
  }
}

@CommandHandler(SetDeadline)
export class SetDeadlineHandler implements ICommandHandler<SetDeadline> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body }: SetDeadline) {
    return onTask(this.streams, caller, taskId, 'task.assign', { is: 'set-deadline', ...body });
  }
}
