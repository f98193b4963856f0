import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { taskAggregate, taskStream } from '../task/aggregate';
import type { CountingCommand } from '../task/counting';

type FromWorkflows = Exclude<CountingCommand, { is: 'open' | 'share' }>;

/** From workflows only: a task counts no more, or again, as its plan and the tasks that share it have it. */
export class CountTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly change: FromWorkflows,
  ) {
    super();
  }
}

@CommandHandler(CountTask)
export class CountTaskHandler implements ICommandHandler<CountTask> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, change }: CountTask) {
    return this.streams.execute(taskAggregate, taskStream(caller.tenant, taskId), change, caller);
  }
}
