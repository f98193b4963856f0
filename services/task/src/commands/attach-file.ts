import type { Readable } from 'node:stream';
import { RuleViolation } from '@chuangwen/kernel';
import { Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { BlobStore } from '@chuangwen/ports';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sniffed } from '../files/media-type';
import { allowed, onTask } from '../task/aggregate';

/** Bytes. */
export const FILE_LIMIT = 50 * 1024 * 1024;

export class AttachFile extends Command<Outcome<{ id: string }>> {
  constructor(
    /** Its body hash is made once the content is known. */
    readonly caller: Caller,
    readonly taskId: string,
    readonly file: Readonly<{ name: string; content: Readable }>,
    readonly hashOf: (content: { name: string; sha256: string }) => string,
  ) {
    super();
  }
}

@CommandHandler(AttachFile)
export class AttachFileHandler implements ICommandHandler<AttachFile> {
  constructor(
    private readonly streams: Streams,
    private readonly blobs: BlobStore,
  ) {}

  async execute({ caller, taskId, file, hashOf }: AttachFile) {
    await allowed(this.streams, caller, taskId, 'task.work'); // before 50 MB are written for nothing
    const { mediaType, content } = await sniffed(file.name, file.content);
    const { sha256, size } = await this.blobs.put(caller.tenant, content, FILE_LIMIT).catch(inWords);
    const evidenceId = uuidFrom(caller.commandId, 'evidence');
    const proof = { kind: 'file', sha256, size, mediaType } as const;
    const command = { is: 'attach-evidence', evidenceId, name: file.name, proof } as const;
    const acting = { ...caller, bodyHash: hashOf({ name: file.name, sha256 }) };
    return onTask(this.streams, acting, taskId, 'task.work', command, () => ({ id: evidenceId }));
  }
}

/** People read megabytes. */
function inWords(error: unknown): never {
  if (error instanceof RuleViolation && error.code === 'file.too-large')
    throw new RuleViolation('file.too-large', { limit: `${FILE_LIMIT / 1024 / 1024} MB` });
  throw error;
}
