import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { answerAggregate, answerStream } from '../data-request/answer';
import { Desk } from '../data-request/desk';

export class AcceptAnswer extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
    readonly answerId: string,
  ) {
    super();
  }
}

@CommandHandler(AcceptAnswer)
export class AcceptAnswerHandler implements ICommandHandler<AcceptAnswer> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: Desk,
  ) {}

  async execute({ caller, requestId, answerId }: AcceptAnswer) {
    const { owing, acting } = await this.desk.answerTo(caller, requestId, answerId);
    return this.streams.execute(answerAggregate, answerStream(owing.tenantId, answerId), { is: 'accept' }, acting);
  }
}
