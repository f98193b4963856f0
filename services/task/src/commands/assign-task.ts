import { InjectView, Streams, type Caller, type Outcome, type ViewReader } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { whole, type KeptTask } from '../projections/kept-task';
import { tasksView } from '../projections/tasks';
import { allowed, onTask } from '../task/aggregate';
import { Assignees } from './assignees';
import { idText } from './bounds';

export const assignTaskBody = z.strictObject({
  leadUnit: idText,
  /** Without it, units that are called as the plan names who works with the one responsible. */
  jointUnits: z.array(idText).max(50).optional(),
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
    @InjectView(tasksView) private readonly tasks: ViewReader<KeptTask>,
  ) {}

  async execute({ caller, taskId, body }: AssignTask) {
    const { leadUnit, personId, leaderId } = body;
    await allowed(this.streams, caller, taskId, 'task.assign'); // first of all: whose task it is
    const jointUnits = body.jointUnits ?? (await this.namedIn(caller.tenant, taskId, leadUnit));
    await this.assignees.mustBeHere(caller.tenant, [leadUnit, ...jointUnits], [personId, leaderId]);
    return onTask(this.streams, caller, taskId, 'task.assign', {
      is: 'assign',
      leadUnit,
      jointUnits,
      personId,
      leaderId,
    });
  }

  /** What was named once is not put back once somebody has said otherwise. */
  private async namedIn(tenant: string, taskId: string, leadUnit: string): Promise<string[]> {
    const kept = await this.tasks.get(tenant, taskId);
    if (!kept) return [];
    const task = whole(kept);
    if (task.leadUnit !== null) return [...task.jointUnits];
    return (await this.assignees.unitsNamed(tenant, task.joint ?? [])).filter((unit) => unit !== leadUnit);
  }
}
