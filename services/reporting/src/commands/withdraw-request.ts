import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Desk } from '../data-request/desk';
import { requestAggregate, requestStream } from '../data-request/request';

export const withdrawRequestBody = z.strictObject({ reason: z.string().trim().min(1).max(500) });

export class WithdrawRequest extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
    readonly body: z.infer<typeof withdrawRequestBody>,
  ) {
    super();
  }
}

/** Nobody owes it any more; what was answered stays on record. */
@CommandHandler(WithdrawRequest)
export class WithdrawRequestHandler implements ICommandHandler<WithdrawRequest> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: Desk,
  ) {}

  async execute({ caller, requestId, body: { reason } }: WithdrawRequest) {
    const { acting } = await this.desk.asked(caller, requestId);
    return this.streams.execute(
      requestAggregate,
      requestStream(caller.tenant, requestId),
      { is: 'withdraw', reason },
      acting,
    );
  }
}
