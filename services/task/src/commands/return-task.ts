import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { idText, reasonText } from './bounds';

/** `item`: `report`, or the id of a proof. Everything else stays as it was submitted. */
export const returnTaskBody = z.strictObject({
  items: z
    .array(z.strictObject({ item: idText, reason: reasonText }))
    .min(1)
    .max(200),
});

export class ReturnTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof returnTaskBody>,
  ) {
    super();
  }
}

@CommandHandler(ReturnTask)
export class ReturnTaskHandler implements ICommandHandler<ReturnTask> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body }: ReturnTask) {
    return onTask(this.streams, caller, taskId, 'task.review', { is: 'return', ...body });
  }
}
