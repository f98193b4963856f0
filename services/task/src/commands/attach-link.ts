import { day } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import type { Caller, Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Attached } from '../queries/evidence-shapes';
import { Attaching } from './attach';
import { docNumberText, nameText } from './bounds';

export const attachLinkBody = z.strictObject({
  name: nameText,
  url: z.string().trim().min(1).max(2000),
  docNumber: docNumberText.nullable().default(null),
  date: day.nullable().default(null),
});

export class AttachLink extends Command<Outcome<Attached>> {
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
  constructor(private readonly attaching: Attaching) {}

  execute({ caller, taskId, body: { name, url, docNumber, date } }: AttachLink) {
    const proof = { kind: 'link', url: webAddress(url) } as const;
    const description = docNumber === null && date === null ? null : { docNumber, date, found: false };
    return this.attaching.attach(caller, taskId, { name, proof, description });
  }
}

/** Only what a browser opens as a page: no scripts, no files of whoever clicks, no password in the address. */
function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw new RuleViolation('task.link-not-web');
  return url.href;
}
