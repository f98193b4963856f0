import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { reasonText } from './bounds';

export const removeEvidenceBody = z.strictObject({ reason: reasonText });

export class RemoveEvidence extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly evidenceId: string,
    readonly body: z.infer<typeof removeEvidenceBody>,
  ) {
    super();
  }
}

/** The file itself stays: what was once shown to a reviewer can be shown again. */
@CommandHandler(RemoveEvidence)
export class RemoveEvidenceHandler implements ICommandHandler<RemoveEvidence> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, evidenceId, body }: RemoveEvidence) {
    return onTask(this.streams, caller, taskId, 'task.work', { is: 'remove-evidence', evidenceId, ...body });
  }
}
