import { id } from '@chuangwen/contracts';
import { sheetFile } from '@chuangwen/documents';
import {
  ApiCommand,
  ApiQueryRoute,
  ApiRoute,
  ApiUpload,
  download,
  From,
  pastedTable,
  tableFileOf,
  type Caller,
  type HttpRequest,
  type PastedTable,
} from '@chuangwen/platform';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { AcceptAnswer } from './commands/accept-answer';
import { ExtendRequest, extendRequestBody } from './commands/extend-request';
import { IssueRequest, issueRequestBody } from './commands/issue-request';
import { reminded, RemindRequest, remindRequestBody } from './commands/remind-request';
import { ReturnRows, returnRowsBody } from './commands/return-rows';
import { SaveDraft, saveDraftBody } from './commands/save-draft';
import { SubmitAnswer, submitAnswerBody } from './commands/submit-answer';
import { UploadSheet, uploadQuery } from './commands/upload-sheet';
import { WithdrawRequest, withdrawRequestBody } from './commands/withdraw-request';
import { mergedTables, sheetToFill } from './data-request/as-table';
import { GetRequest, requestQuery } from './queries/get-request';
import { GetSheet, sheetQuery } from './queries/get-sheet';
import { ListOwed, owedQuery } from './queries/list-owed';
import { listQuery, ListRequests } from './queries/list-requests';
import { ReadColumns } from './queries/read-columns';
import { headerShape, owedList, requestList, requestPage, sheetShape, uploadedShape } from './queries/request-shapes';

type Of<T extends z.ZodType> = z.infer<T>;
const issued = z.object({ id: z.string(), owing: z.number().int() }).meta({ id: 'IssuedRequest' });

/** 报送事项: tables that an office asks of many. */
@Controller()
export class DataRequestHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiRoute('从一张表格读出报送事项的列；什么也不写入', { status: 200, answer: z.object({ data: headerShape }) })
  @ApiUpload()
  @HttpCode(200)
  @Post('requests/columns')
  async columns(
    @From() caller: Caller,
    @Body({ schema: pastedTable.nullish() }) body: PastedTable,
    @Req() request: HttpRequest,
  ) {
    return { data: await this.queries.execute(new ReadColumns(caller, tableFileOf(request, body))) };
  }

  @ApiCommand('印发报送事项：列、依据、时限、谁报；近期已向同一单位要过的列须说明理由', issued)
  @Post('requests')
  issueRequest(@From() caller: Caller, @Body({ schema: issueRequestBody }) body: Of<typeof issueRequestBody>) {
    return this.commands.execute(new IssueRequest(caller, body));
  }

  @ApiQueryRoute('本单位发出的报送事项，最新的在前，分页', requestList)
  @Get('requests')
  listRequests(@From() caller: Caller, @Query({ schema: listQuery }) query: Of<typeof listQuery>) {
    return this.queries.execute(new ListRequests(caller, query));
  }

  @ApiQueryRoute('本单位要报的事项：将到期的在前，已过期的在后，分页', owedList)
  @Get('owed')
  listOwed(@From() caller: Caller, @Query({ schema: owedQuery }) query: Of<typeof owedQuery>) {
    return this.queries.execute(new ListOwed(caller, query));
  }

  @ApiQueryRoute(
    '一件报送事项：合计、数量，分页列出各单位及其各行，可只看未报、逾期；可截至任一天；JSON、CSV 或 XLSX（文件为全部）',
    requestPage,
  )
  @Header('Cache-Control', 'private, no-store')
  @Get('requests/:id')
  async getRequest(
    @From() caller: Caller,
    @Param('id', { schema: id }) requestId: string,
    @Query({ schema: requestQuery }) query: Of<typeof requestQuery>,
  ) {
    const answer = await this.queries.execute(new GetRequest(caller, requestId, query));
    if (query.format === 'json') return answer;
    const file = await sheetFile(query.format, mergedTables(answer.data));
    return download(`报送汇总-${answer.data.asOf}.${query.format}`, file);
  }

  @ApiCommand('延期：对全部或部分单位，须说明理由')
  @Post('requests/:id/extension')
  extendRequest(
    @From() caller: Caller,
    @Param('id', { schema: id }) requestId: string,
    @Body({ schema: extendRequestBody }) body: Of<typeof extendRequestBody>,
  ) {
    return this.commands.execute(new ExtendRequest(caller, requestId, body));
  }

  @ApiCommand('撤回报送事项，须说明理由')
  @Post('requests/:id/withdrawal')
  withdrawRequest(
    @From() caller: Caller,
    @Param('id', { schema: id }) requestId: string,
    @Body({ schema: withdrawRequestBody }) body: Of<typeof withdrawRequestBody>,
  ) {
    return this.commands.execute(new WithdrawRequest(caller, requestId, body));
  }

  @ApiCommand('催报：给未报的单位各记一次，并给出可粘贴到群里的文字；平台不发送', reminded)
  @Post('requests/:id/reminders')
  remindRequest(
    @From() caller: Caller,
    @Param('id', { schema: id }) requestId: string,
    @Body({ schema: remindRequestBody }) _body: Of<typeof remindRequestBody>,
  ) {
    return this.commands.execute(new RemindRequest(caller, requestId));
  }

  @ApiCommand('退回其中几行，各写明理由；只有这几行可以再改')
  @Post('requests/:id/answers/:answer/returns')
  returnRows(
    @From() caller: Caller,
    @Param('id', { schema: id }) requestId: string,
    @Param('answer', { schema: id }) answerId: string,
    @Body({ schema: returnRowsBody }) body: Of<typeof returnRowsBody>,
  ) {
    return this.commands.execute(new ReturnRows(caller, requestId, answerId, body));
  }

  @ApiCommand('通过一个单位的报送')
  @Post('requests/:id/answers/:answer/acceptance')
  acceptAnswer(
    @From() caller: Caller,
    @Param('id', { schema: id }) requestId: string,
    @Param('answer', { schema: id }) answerId: string,
  ) {
    return this.commands.execute(new AcceptAnswer(caller, requestId, answerId));
  }

  @ApiQueryRoute('填报表：平台已有的预先填好并注明来源；JSON 或 XLSX', sheetShape)
  @Header('Cache-Control', 'private, no-store')
  @Get('answers/:id')
  async getSheet(
    @From() caller: Caller,
    @Param('id', { schema: id }) answerId: string,
    @Query({ schema: sheetQuery }) query: Of<typeof sheetQuery>,
  ) {
    const answer = await this.queries.execute(new GetSheet(caller, answerId, query));
    if (query.format === 'json') return answer;
    return download('填报表.xlsx', await sheetFile('xlsx', [sheetToFill(answer.data)]));
  }

  @ApiRoute('暂存填报表', { status: 204 })
  @HttpCode(204)
  @Post('answers/:id/draft')
  saveDraft(
    @From() caller: Caller,
    @Param('id', { schema: id }) answerId: string,
    @Body({ schema: saveDraftBody }) body: Of<typeof saveDraftBody>,
  ) {
    return this.commands.execute(new SaveDraft(caller, answerId, body));
  }

  @ApiRoute('上传填好的表格：每一行将如何处理；save=true 时存为草稿', {
    status: 200,
    answer: z.object({ data: uploadedShape }),
  })
  @ApiUpload()
  @HttpCode(200)
  @Post('answers/:id/sheet')
  async uploadSheet(
    @From() caller: Caller,
    @Param('id', { schema: id }) answerId: string,
    @Query({ schema: uploadQuery }) query: Of<typeof uploadQuery>,
    @Body({ schema: pastedTable.nullish() }) body: PastedTable,
    @Req() request: HttpRequest,
  ) {
    const save = query.save === 'true';
    return { data: await this.commands.execute(new UploadSheet(caller, answerId, tableFileOf(request, body), save)) };
  }

  @ApiCommand('报送，本人确认每一格（含平台预填的）')
  @Post('answers/:id/submission')
  submitAnswer(
    @From() caller: Caller,
    @Param('id', { schema: id }) answerId: string,
    @Body({ schema: submitAnswerBody }) body: Of<typeof submitAnswerBody>,
  ) {
    return this.commands.execute(new SubmitAnswer(caller, answerId, body));
  }
}
