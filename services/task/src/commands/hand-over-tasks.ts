import { setTimeout as pause } from 'node:timers/promises';
import { InjectView, Streams, uuidFrom, type Caller, type ViewReader } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { TaskDocument } from '../projections/task-document';
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
    @InjectView(tasksView) private readonly tasks: ViewReader<TaskDocument>,
  ) {}

  async execute({ caller, planId, from, to }: HandOverTasks): Promise<void> {
    const { tenant } = caller;
    await this.current(tenant);
    for (const { taskId } of await this.tasks.find(tenant, { index: 'plan', value: planId })) {
      const each = { ...caller, commandId: uuidFrom(caller.commandId, taskId) };
      await this.streams.execute(taskAggregate, taskStream(tenant, taskId), { is: 'hand-over', from, to }, each);
    }
  }

  /** The tasks that this workflow opened just now have to be seen; the next try waits again. */
  private async current(tenant: string): Promise<void> {
    for (let tries = 0; (await this.tasks.freshness([], [tenant])).behind !== 0; tries += 1) {
      if (tries > 600) throw new Error('the view of tasks is behind');
      await pause(100);
    }
  }
}
