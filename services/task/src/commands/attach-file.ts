import { Readable } from 'node:stream';
import { day } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { Streams, type Caller, type Outcome } from '@chuangwen/platform';
import { BlobStore } from '@chuangwen/ports';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { sniffed, together } from '../files/media-type';
import { foundIn, isReadable, READ_LIMIT, unseenWords } from '../evidence/read-text';
import type { Description } from '../evidence/evidence';
import type { Attached } from '../queries/evidence-shapes';
import { allowed } from '../task/aggregate';
import { Attaching } from './attach';
import { docNumberText } from './bounds';

/** Bytes. */
export const FILE_LIMIT = 50 * 1024 * 1024;

/** What the document bears, entered with it; without it, what its text says. */
export const attachFileQuery = z.strictObject({ docNumber: docNumberText.optional(), date: day.optional() });

export class AttachFile extends Command<Outcome<Attached>> {
  constructor(
    /** Its body hash is made once the content is known. */
    readonly caller: Caller,
    readonly taskId: string,
    readonly file: Readonly<{ name: string; content: Readable }>,
    readonly described: z.infer<typeof attachFileQuery>,
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
    private readonly attaching: Attaching,
  ) {}

  async execute({ caller, taskId, file, described, hashOf }: AttachFile) {
    await allowed(this.streams, caller, taskId, 'task.work'); // before 50 MB are written for nothing
    const { mediaType, content } = await sniffed(file.name, file.content);
    // Read before anything is kept: a text with a classification mark must not be.
    const { found, unseen, whole } = await readAhead(caller, file.name, mediaType, content);
    const { sha256, size } = await this.blobs.put(caller.tenant, whole, FILE_LIMIT).catch(inWords);
    const proof = { kind: 'file', sha256, size, mediaType } as const;
    const acting = { ...caller, bodyHash: hashOf({ name: file.name, sha256 }) };
    const { docNumber = null, date = null } = described;
    const entered = docNumber === null && date === null ? null : { docNumber, date, found: false };
    const outcome = await this.attaching.attach(acting, taskId, {
      name: file.name,
      proof,
      description: entered ?? found,
    });
    return { ...outcome, answer: { ...outcome.answer, notLookedAt: unseenWords(unseen) } };
  }
}

/** What the text of a file says, what nobody could look into, and the whole file again; nothing where it is no text, or too much of it. */
async function readAhead(
  caller: Caller,
  name: string,
  mediaType: string,
  content: Readable,
): Promise<{ found: Description | null; unseen: readonly string[]; whole: Readable }> {
  if (!isReadable(mediaType)) return { found: null, unseen: [name], whole: content };
  const rest = content.iterator({ destroyOnReturn: true }) as AsyncIterator<Buffer>;
  const chunks: Buffer[] = [];
  for (let size = 0; size <= READ_LIMIT;) {
    const next = await rest.next();
    if (next.done) {
      const bytes = Buffer.concat(chunks);
      const { docNumber, date, unseen } = await foundIn(caller, name, mediaType, bytes);
      return { found: { docNumber, date, found: true }, unseen, whole: Readable.from([bytes]) };
    }
    chunks.push(next.value);
    size += next.value.length;
  }
  return { found: null, unseen: [name], whole: Readable.from(together(chunks, rest)) };
}

/** People read megabytes. */
function inWords(error: unknown): never {
  if (error instanceof RuleViolation && error.code === 'file.too-large')
    throw new RuleViolation('file.too-large', { limit: `${FILE_LIMIT / 1024 / 1024} MB` });
  throw error;
}
