import { readNoticeFile } from '@chuangwen/documents';
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

  /** What is refused leaves nothing behind: neither file nor key nor event. */
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
    return this.streams.execute(noticeAggregate, ref, { type: 'import-notice', notice }, acting, () => ({
      id: noticeId,
    }));
  }
}

const PASTED = '粘贴的文字.txt';
const NO_SOURCE = { sha256: '', size: 0 };
