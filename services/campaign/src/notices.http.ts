import { RuleViolation } from '@chuangwen/kernel';
import {
  ApiCommand,
  ApiQueryRoute,
  ApiUpload,
  From,
  hashOfRequest,
  madeId,
  sha256Hex,
  tokenQuery,
  tokensOf,
  uploaded,
  type Caller,
  type HttpRequest,
} from '@chuangwen/platform';
import { buffer } from 'node:stream/consumers';
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { CorrectNotice, correctNoticeBody } from './commands/correct-notice';
import { ImportNotice, importNoticeBody } from './commands/import-notice';
import { WithdrawNotice, withdrawNoticeBody } from './commands/withdraw-notice';
import { idParam } from './fields';
import { noticePage, noticeRow } from './queries/notice-page';
import { GetNotice, GetNoticeText, ListNotices, noticeText } from './queries/notices';

const listQuery = z.strictObject(tokenQuery);
/** A multipart request has no body yet when it is validated. */
const pasted = importNoticeBody.nullish();
/** Bytes; what is larger the reader of notices refuses. */
const FILE_LIMIT = 20 * 2 ** 20;

@Controller('notices')
export class NoticesHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiCommand('导入通知：上传文件（multipart 的 file），或粘贴文字（JSON）', madeId)
  @ApiUpload(importNoticeBody)
  @Post()
  async import(
    @From() caller: Caller,
    @Req() request: HttpRequest,
    @Body({ schema: pasted }) body: z.infer<typeof pasted>,
  ) {
    const upload = await uploaded(request, FILE_LIMIT);
    if (upload) {
      const file = { bytes: await buffer(upload.content), fileName: upload.name };
      const bodyHash = hashOfRequest(request, { name: file.fileName, sha256: sha256Hex(file.bytes) });
      return this.commands.execute(new ImportNotice({ ...caller, bodyHash }, file));
    }
    if (!body) throw new RuleViolation('file.missing');
    const { text, fileName } = body;
    return this.commands.execute(new ImportNotice(caller, { bytes: Buffer.from(text), fileName }));
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
}
