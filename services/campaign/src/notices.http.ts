import { RuleViolation } from '@chuangwen/kernel';
import {
  ApiCommand,
  ApiQueryRoute,
  ApiRoute,
  ApiUpload,
  download,
  From,
  hashOfRequest,
  madeId,
  permit,
  sha256Hex,
  tokenQuery,
  tokensOf,
  uploadedFiles,
  type Caller,
  type HttpRequest,
} from '@chuangwen/platform';
import { Body, Controller, Get, Header, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ApplySuggestion, applySuggestionBody } from './commands/apply-suggestion';
import { CorrectNotice, correctNoticeBody } from './commands/correct-notice';
import { ImportNotice, importNoticeBody, importNoticeForm, MOST_FILES } from './commands/import-notice';
import { WithdrawNotice, withdrawNoticeBody } from './commands/withdraw-notice';
import { idParam } from './fields';
import { noticePage, noticeRow } from './queries/notice-page';
import { GetNotice, GetNoticeFile, GetNoticeText, ListNotices, noticeText } from './queries/notices';

const listQuery = z.strictObject(tokenQuery);
/** A multipart request has no body yet when it is validated. */
const pasted = importNoticeBody.nullish();
/** The how manieth, from 0, as the notice page lists them. */
const fileParam = z.coerce.number().int().min(0).max(1000);
/** Bytes; what is larger the reader of notices refuses. */
const FILE_LIMIT = 20 * 2 ** 20;
/** Of all files of one notice together. */
const ALL_LIMIT = 60 * 2 ** 20;

@Controller('notices')
export class NoticesHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiCommand(
    '导入通知：上传文件（multipart 的 file，正文和附件可一起上传），或粘贴文字（JSON）；已导入过同一文号的，要注明 again',
    madeId,
  )
  @ApiUpload(MOST_FILES, importNoticeForm)
  @Post()
  async import(
    @From() caller: Caller,
    @Req() request: HttpRequest,
    @Body({ schema: pasted }) body: z.infer<typeof pasted>,
  ) {
    permit(caller, 'notice.import'); // before 60 MB are read for nothing
    const limits = { each: FILE_LIMIT, all: ALL_LIMIT, most: MOST_FILES };
    const { files, form } = (await uploadedFiles(request, limits, importNoticeForm)) ?? { files: [], form: {} };
    if (files.length > 0) {
      const again = form.again === undefined ? {} : { again: true as const };
      const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (total > ALL_LIMIT) throw new RuleViolation('notice.all-too-large', { limit: `${ALL_LIMIT / 2 ** 20} MB` });
      const [named, ...more] = files.map(({ name, bytes }) => ({ name, sha256: sha256Hex(bytes), ...again }));
      const bodyHash = hashOfRequest(request, more.length > 0 ? [named, ...more] : named);
      return this.commands.execute(new ImportNotice({ ...caller, bodyHash }, { files, ...again }));
    }
    if (!body) throw new RuleViolation('file.missing');
    return this.commands.execute(new ImportNotice(caller, body));
  }

  @ApiQueryRoute('本单位导入的通知', z.array(noticeRow))
  @Get()
  list(@From() caller: Caller, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return this.queries.execute(new ListNotices(caller, tokensOf(query)));
  }

  @ApiQueryRoute('一份通知：各项内容、出处、提示与更正', noticePage)
  @Get(':id')
  get(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) noticeId: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ) {
    return this.queries.execute(new GetNotice(caller, noticeId, tokensOf(query)));
  }

  @ApiQueryRoute('通知原文', noticeText)
  @Get(':id/text')
  text(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) noticeId: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ) {
    return this.queries.execute(new GetNoticeText(caller, noticeId, tokensOf(query)));
  }

  @ApiRoute('通知的一个原始文件', { status: 200, problems: [[404, '没有，或不属于本单位']] })
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Content-Security-Policy', "default-src 'none'; sandbox")
  @Header('Cache-Control', 'private, no-store')
  @Get(':id/files/:file')
  async file(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) noticeId: string,
    @Param('file', { schema: fileParam }) file: number,
  ) {
    const { name, bytes } = await this.queries.execute(new GetNoticeFile(caller, noticeId, file));
    return download(name, { bytes, type: 'application/octet-stream' });
  }

  @ApiCommand('更正通知的一项内容')
  @Post(':id/corrections')
  correct(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) noticeId: string,
    @Body({ schema: correctNoticeBody }) body: z.infer<typeof correctNoticeBody>,
  ) {
    return this.commands.execute(new CorrectNotice(caller, noticeId, body));
  }

  @ApiCommand('撤回导入有误的通知，说明理由')
  @Post(':id/withdrawal')
  withdraw(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) noticeId: string,
    @Body({ schema: withdrawNoticeBody }) body: z.infer<typeof withdrawNoticeBody>,
  ) {
    return this.commands.execute(new WithdrawNotice(caller, noticeId, body));
  }

  @ApiCommand('采用一条更正建议：同一发文单位以前的通知里这样更正过')
  @Post(':id/suggestions')
  applySuggestion(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) noticeId: string,
    @Body({ schema: applySuggestionBody }) body: z.infer<typeof applySuggestionBody>,
  ) {
    return this.commands.execute(new ApplySuggestion(caller, noticeId, body));
  }
}
