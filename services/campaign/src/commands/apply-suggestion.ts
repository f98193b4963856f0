import { NotFound } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { noticeAggregate, noticeStream } from '../notice/notice';
import { Suggestions } from '../queries/suggestions';

export const applySuggestionBody = z.strictObject({ suggestionId: z.string().min(1).max(64) });

export class ApplySuggestion extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly noticeId: string,
    readonly body: z.infer<typeof applySuggestionBody>,
  ) {
    super();
  }
}

/** A correction like any other, once a person says so. */
@CommandHandler(ApplySuggestion)
export class ApplySuggestionHandler implements ICommandHandler<ApplySuggestion> {
  constructor(
    private readonly streams: Streams,
    private readonly suggestions: Suggestions,
  ) {}

  async execute({ caller, noticeId, body }: ApplySuggestion) {
    const acting = permit(caller, 'notice.import');
    const { tenant } = caller;
    const ref = { tenant, stream: noticeStream(noticeId) };
    const { state } = await this.streams.load(noticeAggregate, ref);
    if (state.is === 'none') throw new NotFound('notice');
    const offered = await this.suggestions.of(tenant, noticeId, state.content);
    const found = offered.find(({ suggestionId }) => suggestionId === body.suggestionId);
    if (!found) throw new NotFound('suggestion');
    const { path, to: value, from: was } = found;
    return this.streams.execute(noticeAggregate, ref, { type: 'correct-notice', path, value, was }, acting);
  }
}
