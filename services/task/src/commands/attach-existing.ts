import { NotFound } from '@chuangwen/kernel';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Attached } from '../queries/evidence-shapes';
import { Ledger } from '../queries/ledger';
import { allowed } from '../task/aggregate';
import { Attaching } from './attach';
import { idText, nameText } from './bounds';

/** Without a name, the one it was last attached under. */
export const attachExistingBody = z.strictObject({ proofId: idText, name: nameText.optional() });

export class AttachExisting extends Command<Outcome<Attached>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly body: z.infer<typeof attachExistingBody>,
  ) {
    super();
  }
}

/** A proof that the tenant has, for one more task; nothing is stored again. */
@CommandHandler(AttachExisting)
export class AttachExistingHandler implements ICommandHandler<AttachExisting> {
  constructor(
    private readonly streams: Streams,
    private readonly ledger: Ledger,
    private readonly attaching: Attaching,
  ) {}

  async execute({ caller, taskId, body }: AttachExisting) {
    await allowed(this.streams, caller, taskId, 'task.work');
    const proof = await this.ledger.one(caller, body.proofId);
    const latest = proof && [...proof.uses].sort((a, b) => (a.use.attachedAt < b.use.attachedAt ? -1 : 1)).at(-1);
    if (!proof || !latest) throw new NotFound('evidence');
    const { kind, sha256, size, url } = proof.entry;
    const { name, mediaType } = latest.use;
    const same =
      kind === 'link'
        ? ({ kind, url: url ?? '' } as const)
        : ({
            kind,
            sha256: sha256 ?? '',
            size: size ?? 0,
            mediaType: mediaType ?? 'application/octet-stream',
          } as const);
    return this.attaching.attach(caller, taskId, { name: body.name ?? name, proof: same, description: null });
  }
}
