import { day, id } from '@chuangwen/contracts';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Desk } from '../data-request/desk';
import { requestAggregate, requestStream } from '../data-request/request';

export const extendRequestBody = z.strictObject({
  deadline: day,
  /** Ids of answers; without them, for all. */
  answers: z.array(id).min(1).max(5000).optional(),
  reason: z.string().trim().min(1).max(500),
});

export class ExtendRequest extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
    readonly body: z.infer<typeof extendRequestBody>,
  ) {
    super();
  }
}

@CommandHandler(ExtendRequest)
export class ExtendRequestHandler implements ICommandHandler<ExtendRequest> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: Desk,
  ) {}

  async execute({ caller, requestId, body: { deadline, answers, reason } }: ExtendRequest) {
    const { acting } = await this.desk.asked(caller, requestId);
    const ref = requestStream(caller.tenant, requestId);
    const command = { is: 'extend' as const, deadline, answers: answers ?? null, reason };
    return this.streams.execute(requestAggregate, ref, command, acting);
  }
}
