import { Clock, dayOf, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Desk } from '../data-request/desk';
import { Owing } from '../data-request/owing';
import { deadlineOf, requestAggregate, requestStream } from '../data-request/request';
import { reminderText } from '../data-request/words';

export const remindRequestBody = z.strictObject({});
/** `text`: to be pasted into a group chat; nothing is sent. null when the same command comes again. */
export const reminded = z
  .object({ text: z.string().nullable(), answers: z.array(z.string()) })
  .meta({ id: 'Reminded' });

export class RemindRequest extends Command<Outcome<z.infer<typeof reminded>>> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
  ) {
    super();
  }
}

/** Counts a reminder for each who has not answered. Who that is, the answers' own streams say: no view is asked. */
@CommandHandler(RemindRequest)
export class RemindRequestHandler implements ICommandHandler<RemindRequest> {
  constructor(
    private readonly streams: Streams,
    private readonly desk: Desk,
    private readonly owing: Owing,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, requestId }: RemindRequest) {
    const { request, acting } = await this.desk.asked(caller, requestId);
    const today = dayOf(this.clock.now());
    const answers = await Promise.all(
      request.owing.map(({ tenantId, answerId }) => this.desk.answerOf(tenantId, answerId)),
    );
    const missing = request.owing.filter((_, i) => answers[i]!.status === 'none');
    const names = await this.owing.names(acting, missing, today);
    const told = missing.map((owing) => ({
      name: names.get(owing.organisationId) ?? '',
      deadline: deadlineOf(request, owing.answerId),
    }));
    const ids = missing.map(({ answerId }) => answerId);
    const text = reminderText(request, told, today);
    const ref = requestStream(caller.tenant, requestId);
    // Ids only: the answer is kept with the receipt, which is not sealed, and the text says title and basis.
    const answer = () => ({ text: null, answers: ids });
    const outcome = await this.streams.execute(requestAggregate, ref, { is: 'remind', answers: ids }, acting, answer);
    return { ...outcome, answer: { ...outcome.answer, text } };
  }
}
