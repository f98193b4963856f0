import type { StreamRef } from '@chuangwen/contracts';
import { readNoticeFile } from '@chuangwen/documents';
import { ConcurrencyConflict, RuleViolation, StorageUnavailable } from '@chuangwen/kernel';
import { permit, Streams, uuidFrom, type Caller, type Outcome } from '@chuangwen/platform';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { noticeAggregate, noticeStream } from '../notice/notice';
import { SourceTexts } from '../notice/source-text';

/** Pasted text. A file comes as multipart/form-data in the part `file`. */
export const importNoticeBody = z.strictObject({
  text: z.string().max(1_000_000),
  fileName: z.string().trim().min(1).max(200).nullable().default(null),
});

export type NoticeFile = Readonly<{ bytes: Uint8Array; fileName: string | null }>;

export class ImportNotice extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly file: NoticeFile,
  ) {
    super();
  }
}

@CommandHandler(ImportNotice)
export class ImportNoticeHandler implements ICommandHandler<ImportNotice> {
  constructor(
    private readonly streams: Streams,
    private readonly texts: SourceTexts,
  ) {}

  /**
   * What is refused leaves neither file nor event behind, also where the disk is full. A key may stay: it opens nothing, and the
   * same command may come again and needs it.
   */
  async execute({ caller, file }: ImportNotice) {
    const acting = permit(caller, 'notice.import');
    const { tenant } = caller;
    const noticeId = uuidFrom(caller.commandId, 'notice');
    const { bytes, fileName } = file;
    const { text, ...content } = await readNoticeFile(bytes, fileName ?? PASTED);
    const ref = { tenant, stream: noticeStream(noticeId) };
    const { version } = await this.streams.load(noticeAggregate, ref);
    // The same command again: its text is kept already.
    const source = version > 0 ? NO_SOURCE : await this.texts.keep(tenant, noticeId, text);
    const notice = { noticeId, organisationId: caller.principal?.root ?? tenant, fileName, source, content };
    try {
      return await this.streams.execute(noticeAggregate, ref, { type: 'import-notice', notice }, acting, () => ({
        id: noticeId,
      }));
    } catch (error) {
      if (source !== NO_SOURCE && isRefusal(error)) await this.takeBack(ref, source.sha256);
      throw error;
    }
  }

  /** The text that no notice names. Best effort: what is told is why the notice was refused. */
  private async takeBack(ref: StreamRef, sha256: string): Promise<void> {
    try {
      const { version } = await this.streams.load(noticeAggregate, ref);
      if (version === 0) await this.texts.drop(ref.tenant, sha256);
    } catch {
      // A sealed text that nobody can find stays.
    }
  }
}

/** Nothing was written. Of any other failure nobody knows whether the notice was, and it would need its text. */
const isRefusal = (error: unknown): boolean =>
  error instanceof RuleViolation ||
  error instanceof ConcurrencyConflict ||
  (error instanceof StorageUnavailable && (error.reason === 'full' || error.reason === 'read-only'));

const PASTED = '粘贴的文字.txt';
const NO_SOURCE = { sha256: '', size: 0 };
