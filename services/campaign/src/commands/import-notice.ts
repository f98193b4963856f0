import type { NoticeFile, StreamRef } from '@chuangwen/contracts';
import { readNoticeFile, readNoticeFiles, type Notice, type NoticeFilePart } from '@chuangwen/documents';
import { RuleViolation } from '@chuangwen/kernel';
import { nothingWritten, permit, Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { KnownNotices } from '../notice/known-notices';
import { noticeAggregate, noticeStream } from '../notice/notice';
import { SourceTexts } from '../notice/source-text';

/** Pasted text. Files come as multipart/form-data, each in a part `file`: the notice itself and its annexes. */
export const importNoticeBody = z.strictObject({
  text: z.string().max(1_000_000),
  fileName: z.string().trim().min(1).max(200).nullable().default(null),
  /** It is meant to be one more, though one of the same document number was imported. */
  again: z.literal(true).optional(),
});

/** What may be filled in beside files: the same as beside pasted text. */
export const importNoticeForm = z.object({ again: z.literal('true').optional() });

export type Sent = Readonly<{ again?: true | undefined }> &
  (
    | Readonly<{ text: string; fileName: string | null }>
    | Readonly<{ files: readonly Readonly<{ name: string; bytes: Uint8Array }>[] }>
  );

/** Files of one notice; more are not one. */
export const MOST_FILES = 20;

export class ImportNotice extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly sent: Sent,
  ) {
    super();
  }
}

@CommandHandler(ImportNotice)
export class ImportNoticeHandler implements ICommandHandler<ImportNotice> {
  constructor(
    private readonly streams: Streams,
    private readonly texts: SourceTexts,
    private readonly notices: KnownNotices,
  ) {}

  /**
   * What is refused leaves neither file nor event behind, also where the disk is full. A key may stay: it opens nothing, and the
   * same command may come again and needs it.
   */
  async execute({ caller, sent }: ImportNotice) {
    const acting = permit(caller, 'notice.import');
    const { tenant } = caller;
    const noticeId = uuidFrom(caller.commandId, 'notice');
    const ref = { tenant, stream: noticeStream(noticeId) };
    const { notice, parts } = await read(sent, caller);
    const { text, ...content } = notice;
    // The same command again: it is not asked what it is the same as, and its text and files are kept already.
    const known = (await this.streams.load(noticeAggregate, ref)).version > 0;
    const kept: string[] = [];
    const write = async () => {
      const source = known ? NO_SOURCE : await this.texts.keep(tenant, noticeId, text);
      if (source !== NO_SOURCE) kept.push(source.sha256);
      const files = known ? [] : await this.keepFiles(tenant, noticeId, sent, parts, kept);
      const fileName = 'text' in sent ? sent.fileName : (files.find(({ role }) => role === 'main')?.name ?? null);
      const data = {
        noticeId,
        organisationId: caller.principal?.root ?? tenant,
        fileName,
        source,
        content,
        ...(files.length > 0 ? { files } : {}),
        ...(sent.again ? { again: true as const } : {}),
      };
      return this.streams.execute(noticeAggregate, ref, { type: 'import-notice', notice: data }, acting, () => ({
        id: noticeId,
      }));
    };
    const docNumber = known ? null : (content.docNumber?.value ?? null);
    try {
      return await this.notices.asNew({ tenant, noticeId, docNumber, again: sent.again ?? false }, write);
    } catch (error) {
      if (kept.length > 0 && nothingWritten(error)) await this.takeBack(ref, kept);
      throw error;
    }
  }

  private async keepFiles(
    tenant: string,
    noticeId: string,
    sent: Sent,
    parts: readonly NoticeFilePart[],
    kept: string[],
  ): Promise<NoticeFile[]> {
    const files: NoticeFile[] = [];
    for (const [at, { name, bytes }] of ('files' in sent ? sent.files : []).entries()) {
      const part = parts[at];
      if (!part || part.role === 'unmatched') throw new Error('a file that was not matched is refused before');
      const sealed = await this.texts.keepFile(tenant, noticeId, at, bytes);
      kept.push(sealed.sha256);
      const { role, place, annex } = part;
      files.push({ name, role, place, annex, sealed, size: bytes.length });
    }
    return files;
  }

  /** What no notice names. Best effort: what is told is why the notice was refused. */
  private async takeBack(ref: StreamRef, kept: readonly string[]): Promise<void> {
    try {
      const { version } = await this.streams.load(noticeAggregate, ref);
      if (version === 0) for (const sha256 of kept) await this.texts.drop(ref.tenant, sha256);
    } catch {
      // A sealed text that nobody can find stays.
    }
  }
}

/**
 * `parts` in the order of the files. Throws what the reader refuses; `notice.too-many-files`; `notice.file-unmatched`: a file
 * that is neither the notice nor one of its annexes would be kept and never read.
 */
async function read(sent: Sent, caller: Caller): Promise<{ notice: Notice; parts: readonly NoticeFilePart[] }> {
  const reading = { for: caller.tenant, signal: caller.gone };
  if ('text' in sent) {
    const { text, fileName } = sent;
    return { notice: await readNoticeFile(Buffer.from(text), fileName ?? PASTED, reading), parts: [] };
  }
  if (sent.files.length > MOST_FILES) throw new RuleViolation('notice.too-many-files', { limit: MOST_FILES });
  const { notice, files } = await readNoticeFiles(sent.files, reading);
  const unmatched = sent.files.find((_, at) => !files[at] || files[at].role === 'unmatched');
  if (unmatched) throw new RuleViolation('notice.file-unmatched', { file: unmatched.name });
  return { notice, parts: files };
}

const PASTED = '粘贴的文字';
const NO_SOURCE = { sha256: '', size: 0 };
