import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Descriptions } from '../evidence/descriptions';
import { onTask, taskAggregate, taskStream } from '../task/aggregate';
import { liveOf } from '../task/state';
import { noteText } from './bounds';

/**
 * `note`: said to the reviewer with this submission. It stands in the history beside it and changes no part of the report,
 * so it may be given whatever a return has opened; the report itself (progress) stays closed until it is returned.
 */
export const submitTaskBody = z.strictObject({ note: noteText.default('') });

export class SubmitTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof submitTaskBody>,
  ) {
    super();
  }
}

@CommandHandler(SubmitTask)
export class SubmitTaskHandler implements ICommandHandler<SubmitTask> {
  constructor(
    private readonly streams: Streams,
    private readonly descriptions: Descriptions,
  ) {}

  async execute({ caller, taskId, body }: SubmitTask) {
    const { state } = await this.streams.load(taskAggregate, taskStream(caller.tenant, taskId));
    const described = state.is === 'unknown' ? {} : await this.descriptions.of(caller.tenant, liveOf(state));
    return onTask(this.streams, caller, taskId, 'task.work', { is: 'submit', ...body, described });
  }
}
