import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';
import { reasonText } from './bounds';

export const wantEvidenceBody = z.strictObject({ evidence: reasonText });

export class WantEvidence extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof wantEvidenceBody>,
  ) {
    super();
  }
}

@CommandHandler(WantEvidence)
export class WantEvidenceHandler implements ICommandHandler<WantEvidence> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body }: WantEvidence) {
    return onTask(this.streams, caller, taskId, 'task.assign', { is: 'want-evidence', ...body });
  }
}
