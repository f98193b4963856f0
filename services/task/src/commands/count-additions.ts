import { Streams, uuidFrom, type Caller } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { additionsAggregate, additionsStream } from '../additions/additions';
import { taskAggregate, taskStream } from '../task/aggregate';
import type { CountingCommand } from '../task/counting';

/**
 * From the workflow `open-tasks` only: what tables added to a plan counts no more, or again, with it. Said of the plan first,
 * so that a row that is being added meanwhile finds it (`CountAdded`).
 */
export class CountAdditions extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly change: Extract<CountingCommand, { is: 'withdraw' | 'resume' }>,
  ) {
    super();
  }
}

@CommandHandler(CountAdditions)
export class CountAdditionsHandler implements ICommandHandler<CountAdditions> {
  constructor(private readonly streams: Streams) {}

  async execute({ caller, planId, change }: CountAdditions): Promise<void> {
    const ref = additionsStream(caller.tenant, planId);
    await this.streams.execute(additionsAggregate, ref, { is: change.is, planId }, caller);
    const { state } = await this.streams.load(additionsAggregate, ref);
    for (const taskId of state.taskIds) {
      const counting = { ...caller, commandId: uuidFrom(caller.commandId, taskId) };
      await this.streams.execute(taskAggregate, taskStream(caller.tenant, taskId), change, counting);
    }
  }
}
