import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { allowed, onTask } from '../task/aggregate';
import { Assignees } from './assignees';
import { idText } from './bounds';

export const assignTaskBody = z.strictObject({
  leadUnit: idText,
  jointUnits: z.array(idText).max(50).default([]),
  personId: idText.nullable().default(null),
  /** The leader in charge (分管领导). */
  leaderId: idText.nullable().default(null),
});

export class AssignTask extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof assignTaskBody>,
  ) {
    super();
  }
}

@CommandHandler(AssignTask)
export class AssignTaskHandler implements ICommandHandler<AssignTask> {
  constructor(
    private readonly streams: Streams,
    private readonly assignees: Assignees,
  ) {}

  async execute({ caller, taskId, body }: AssignTask) {
    const { leadUnit, jointUnits, personId, leaderId } = body;
    await allowed(this.streams, caller, taskId, 'task.assign'); // first of all: whose task it is
    await this.assignees.mustBeHere(caller.tenant, [leadUnit, ...jointUnits], [personId, leaderId]);
    return onTask(this.streams, caller, taskId, 'task.assign', { is: 'assign', ...body });
  }
}
