import { RuleViolation } from '@chuangwen/kernel';
import { Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { onTask } from '../task/aggregate';

export const attachLinkBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  url: z.string().trim().min(1).max(2000),
});

export class AttachLink extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof attachLinkBody>,
  ) {
    super();
  }
}

@CommandHandler(AttachLink)
export class AttachLinkHandler implements ICommandHandler<AttachLink> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, taskId, body: { name, url } }: AttachLink) {
    const evidenceId = uuidFrom(caller.commandId, 'evidence');
    const proof = { kind: 'link', url: webAddress(url) } as const;
    const command = { is: 'attach-evidence', evidenceId, name, proof } as const;
    return onTask(this.streams, caller, taskId, 'task.work', command, () => ({ id: evidenceId }));
  }
}

/** Only what a browser opens as a page: no scripts, no files of whoever clicks, no password in the address. */
function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw new RuleViolation('task.link-not-web');
  return url.href;
}
