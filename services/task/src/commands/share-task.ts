import { NotFound } from '@chuangwen/kernel';
import { InjectView, Streams, ViewReader, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { whole, type KeptTask } from '../projections/kept-task';
import { tasksView } from '../projections/tasks';
import { allowed, onTask, taskAggregate, taskStream } from '../task/aggregate';
import { mustBeCoverable } from '../task/counting';
import { idText, reasonText } from './bounds';

/** `covers`: the task of the other campaign in whose place this one is to count. */
export const shareTaskBody = z.strictObject({ covers: idText, reason: reasonText });

export class ShareTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof shareTaskBody>,
  ) {
    super();
  }
}

/** Who is in charge of both may say that they are one. The other one is withdrawn by the workflow `count-together`. */
@CommandHandler(ShareTask)
export class ShareTaskHandler implements ICommandHandler<ShareTask> {
  constructor(
    private readonly streams: Streams,
    @InjectView(tasksView) private readonly tasks: ViewReader<KeptTask>,
  ) {}

  async execute({ caller, taskId, body: { covers, reason } }: ShareTask) {
    await allowed(this.streams, caller, taskId, 'task.assign');
    await allowed(this.streams, caller, covers, 'task.assign');
    const kept = await this.tasks.get(caller.tenant, covers);
    const other = kept && whole(kept);
    if (!other) throw new NotFound('task');
    const { state: mine } = await this.streams.load(taskAggregate, taskStream(caller.tenant, taskId));
    const counted = 'shares' in mine && mine.shares.some((share) => share.covers === covers);
    if (!counted) {
      const { state } = await this.streams.load(taskAggregate, taskStream(caller.tenant, covers));
      mustBeCoverable(state);
    }
    const { campaignId, planId, itemId, measure, phase, deadline } = other;
    const share = { campaignId, planId, covers, itemId, measure, phase, deadline, reason };
    return onTask(this.streams, caller, taskId, 'task.assign', { is: 'share', ...share });
  }
}
