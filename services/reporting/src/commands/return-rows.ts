import { id } from '@chuangwen/contracts';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { answerAggregate, answerStream } from '../data-request/answer';
import { Desk } from '../data-request/desk';

export const returnRowsBody = z.strictObject({
  rows: z
    .array(z.strictObject({ rowId: id, reason: z.string().trim().min(1).max(500) }))
    .min(1)
    .max(500),
});

export class ReturnRows extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
    readonly answerId: string,
    readonly body: z.infer<typeof returnRowsBody>,
  ) {
    super();
  }
}

/** Only these rows are open again. The one that asked acts on the answer's own stream (decision 0004). */
@CommandHandler(ReturnRows)
export class ReturnRowsHandler implements ICommandHandler<ReturnRows> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: Desk,
  ) {}

  async execute({ caller, requestId, answerId, body: { rows } }: ReturnRows) {
    const { owing, acting } = await this.desk.answerTo(caller, requestId, answerId);
    return this.streams.execute(
      answerAggregate,
      answerStream(owing.tenantId, answerId),
      { is: 'return-rows', rows },
      acting,
    );
  }
}
