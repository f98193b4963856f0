import { NotFound } from '@chuangwen/kernel';
import { fresh, InjectView, permit, type Answer, type Caller, type ViewReader } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { SourceTexts } from '../notice/source-text';
import { noticesView, type NoticeDocument } from '../projections/notices';
import { Names } from './names';
import { noticePageOf, noticeRowOf, type noticePage, type noticeRow } from './notice-page';
import { Suggestions } from './suggestions';

/** null once the notice's key is destroyed. */
export const noticeText = z.object({ noticeId: z.string(), text: z.string().nullable() }).meta({ id: 'NoticeText' });

export class ListNotices extends Query<Answer<z.infer<typeof noticeRow>[]>> {
  constructor(
    readonly caller: Caller,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

export class GetNotice extends Query<Answer<z.infer<typeof noticePage>>> {
  constructor(
    readonly caller: Caller,
    readonly noticeId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

export class GetNoticeText extends Query<Answer<z.infer<typeof noticeText>>> {
  constructor(
    readonly caller: Caller,
    readonly noticeId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

export class GetNoticeFile extends Query<{ name: string; bytes: Buffer }> {
  constructor(
    readonly caller: Caller,
    readonly noticeId: string,
    readonly file: number,
  ) {
    super();
  }
}

@QueryHandler(ListNotices)
export class ListNoticesHandler implements IQueryHandler<ListNotices> {
  constructor(
    @InjectView(noticesView) private readonly notices: ViewReader<NoticeDocument>,
    private readonly names: Names,
  ) {}

  execute({ caller, tokens }: ListNotices) {
    permit(caller, 'campaign.read');
    return fresh([this.notices, this.names.view], tokens, [caller.tenant], async () => {
      const notices = await this.notices.find(caller.tenant);
      return notices.map(noticeRowOf).sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1));
    });
  }
}

@QueryHandler(GetNotice)
export class GetNoticeHandler implements IQueryHandler<GetNotice> {
  constructor(
    @InjectView(noticesView) private readonly notices: ViewReader<NoticeDocument>,
    private readonly names: Names,
    private readonly suggestions: Suggestions,
  ) {}

  execute({ caller, noticeId, tokens }: GetNotice) {
    permit(caller, 'campaign.read');
    return fresh([this.notices, this.names.view], tokens, [caller.tenant], async () => {
      const notice = await this.notices.get(caller.tenant, noticeId);
      if (!notice) throw new NotFound('notice');
      return noticePageOf(notice, await this.suggestions.of(caller.tenant, noticeId, notice.content));
    });
  }
}

@QueryHandler(GetNoticeText)
export class GetNoticeTextHandler implements IQueryHandler<GetNoticeText> {
  constructor(
    @InjectView(noticesView) private readonly notices: ViewReader<NoticeDocument>,
    private readonly names: Names,
    private readonly texts: SourceTexts,
  ) {}

  execute({ caller, noticeId, tokens }: GetNoticeText) {
    permit(caller, 'campaign.read');
    return fresh([this.notices, this.names.view], tokens, [caller.tenant], async () => {
      const notice = await this.notices.get(caller.tenant, noticeId);
      if (!notice) throw new NotFound('notice');
      return { noticeId, text: await this.texts.read(caller.tenant, noticeId, notice.source.sha256) };
    });
  }
}

@QueryHandler(GetNoticeFile)
export class GetNoticeFileHandler implements IQueryHandler<GetNoticeFile> {
  constructor(
    @InjectView(noticesView) private readonly notices: ViewReader<NoticeDocument>,
    private readonly texts: SourceTexts,
  ) {}

  async execute({ caller, noticeId, file }: GetNoticeFile) {
    permit(caller, 'campaign.read');
    const notice = await this.notices.get(caller.tenant, noticeId);
    const known = notice?.files[file];
    const bytes = known && (await this.texts.readFile(caller.tenant, noticeId, file, known.sealed.sha256));
    if (!bytes) throw new NotFound('file');
    return { name: known.name, bytes };
  }
}
