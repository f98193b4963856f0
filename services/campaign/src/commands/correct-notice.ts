import { RuleViolation } from '@chuangwen/kernel';
import { permit, Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { removesEntry } from '../notice/correction';
import { noticeAggregate, noticeStream } from '../notice/notice';

/** `path` as the notice is shown: `phases.0.start`, `measures.2.children.0.title`; null: it is not in the notice. */
export const correctNoticeBody = z.strictObject({
  path: z
    .string()
    .max(200)
    .regex(/^[A-Za-z]{1,40}(\.([A-Za-z]{1,40}|\d{1,4})){0,30}$/),
  value: z.string().trim().min(1).max(50_000).nullable(),
  /** What stands there as the person sees it; to remove an entry of a list, this or If-Match says which. */
  was: z.string().max(50_000).optional(),
});

export class CorrectNotice extends Command<Outcome<null>> {
  constructor(
    readonly caller: Caller,
    readonly noticeId: string,
    readonly body: z.infer<typeof correctNoticeBody>,
  ) {
    super();
  }
}

@CommandHandler(CorrectNotice)
export class CorrectNoticeHandler implements ICommandHandler<CorrectNotice> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, noticeId, body }: CorrectNotice) {
    const acting = permit(caller, 'notice.import');
    if (removesEntry(body.path, body.value) && body.was === undefined && caller.expectedVersion === undefined)
      throw new RuleViolation('notice.entry-unnamed');
    const ref = { tenant: caller.tenant, stream: noticeStream(noticeId) };
    return this.streams.execute(noticeAggregate, ref, { type: 'correct-notice', ...body }, acting);
  }
}
