import { InjectView, Streams, uuidFrom, type Caller, type ViewReader } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { KeptTask } from '../projections/kept-task';
import { tasksView } from '../projections/tasks';
import { taskAggregate, taskStream } from '../task/aggregate';

/** From the workflow `open-tasks` only: the plan is another organisation's from now on, and its tasks with it. */
export class HandOverTasks extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly from: string,
    readonly to: string,
  ) {
    super();
  }
}

@CommandHandler(HandOverTasks)
export class HandOverTasksHandler implements ICommandHandler<HandOverTasks> {
  constructor(
    private readonly streams: Streams,
    @InjectView(tasksView) private readonly tasks: ViewReader<KeptTask>,
  ) {}

  async execute({ caller, planId, from, to }: HandOverTasks): Promise<void> {
    const { tenant } = caller;
    // The tasks that this workflow opened just now have to be seen.
    await this.tasks.heardAll();
    for (const { taskId } of await this.tasks.find(tenant, { index: 'plan', value: planId })) {
      const each = { ...caller, commandId: uuidFrom(caller.commandId, taskId) };
      await this.streams.execute(taskAggregate, taskStream(tenant, taskId), { is: 'hand-over', from, to }, each);
    }
  }
}
