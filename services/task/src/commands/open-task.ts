import type { TaskOpened } from '@chuangwen/contracts';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { taskAggregate, taskStream } from '../task/aggregate';

/** From the workflow only: a measure of an approved plan becomes a task. */
export class OpenTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly task: TaskOpened['data'],
  ) {
    super();
  }
}

@CommandHandler(OpenTask)
export class OpenTaskHandler implements ICommandHandler<OpenTask> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, task }: OpenTask) {
    const stream = taskStream(caller.tenant, task.taskId);
    return this.streams.execute(taskAggregate, stream, { is: 'open', ...task }, caller);
  }
}
