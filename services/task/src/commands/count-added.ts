import { Streams, type Caller } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { additionsAggregate, additionsStream } from '../additions/additions';
import { taskAggregate, taskStream } from '../task/aggregate';

const GONE = '所在的方案已撤回。';

/** From the workflow `count-together` only: what a table added to a plan that was withdrawn in the same instant counts no more. */
export class CountAdded extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly planId: string,
    readonly taskId: string,
  ) {
    super();
  }
}

@CommandHandler(CountAdded)
export class CountAddedHandler implements ICommandHandler<CountAdded> {
  constructor(private readonly streams: Streams) {}

  async execute({ caller, planId, taskId }: CountAdded): Promise<void> {
    const { tenant } = caller;
    const { state } = await this.streams.load(additionsAggregate, additionsStream(tenant, planId));
    if (!state.withdrawn) return;
    await this.streams.execute(taskAggregate, taskStream(tenant, taskId), { is: 'withdraw', reason: GONE }, caller);
  }
}
