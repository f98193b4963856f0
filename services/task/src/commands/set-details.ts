import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { liveOf, NO_DETAILS } from '../task/state';
import { detailText } from './bounds';

const text = detailText.nullable().default(null);

/** 测评指标, 具体要求, 联系电话, 备注; null: none. What a table brought besides stays. */
export const setDetailsBody = z.strictObject({ indicator: text, requirements: text, telephone: text, remark: text });

export class SetDetails extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof setDetailsBody>,
  ) {
    super();
  }
}

@CommandHandler(SetDetails)
export class SetDetailsHandler implements ICommandHandler<SetDetails> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body }: SetDetails) {
    return onTask(this.streams, caller, taskId, 'task.assign', (task) => {
      const before = task.is === 'unknown' ? null : liveOf(task).details;
      return { is: 'set-details', details: { ...(before ?? NO_DETAILS), ...body } };
    });
  }
}
