import { sheetFile } from '@chuangwen/documents';
import {
  answerSchema,
  ApiCommand,
  ApiQueryRoute,
  ApiRoute,
  ApiUpload,
  download,
  From,
  hashOfRequest,
  pastedTable,
  tableFileOf,
  tokenQuery,
  tokensOf,
  type Caller,
  type HttpRequest,
  type PastedTable,
} from '@chuangwen/platform';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { idText } from './commands/bounds';
import { ImportTable } from './commands/import-table';
import { GetTable, tableQuery } from './queries/get-table';
import { GetWithoutPerson, withoutPersonQuery } from './queries/get-without-person';
import { PreviewTable } from './queries/preview-table';
import { choicesText } from './table/choices';
import { importedShape, previewShape, tableShape, withoutPersonShape } from './table/shapes';
import { tableSheet, withoutPersonSheet } from './table/sheets';

/** JSON, as `Choices`. */
const choices = { choices: choicesText };
const previewQuery = z.strictObject({ ...tokenQuery, ...choices });
const importQuery = z.strictObject({
  ...choices,
  /** `fileHash` of the preview. */
  fileHash: z.string().regex(/^[0-9a-f]{64}$/),
});

@Controller()
export class TablesHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiQueryRoute('任务分解表，按上次导入的列（没有则按通行格式）；截至任一天；JSON、XLSX 或 CSV', tableShape)
  @Header('Cache-Control', 'private, no-store')
  @Get('campaigns/:id/table')
  async getTable(
    @From() caller: Caller,
    @Param('id', { schema: idText }) campaign: string,
    @Query({ schema: tableQuery }) asked: z.infer<typeof tableQuery>,
  ) {
    const answer = await this.queries.execute(new GetTable(caller, campaign, asked));
    if (asked.format === 'json') return answer;
    const file = await sheetFile(asked.format, [tableSheet(answer.data)]);
    return download(`任务分解表-${answer.data.asOf}.${asked.format}`, file);
  }

  @ApiRoute('预览一份任务分解表：每一行将如何处理；什么也不写入', {
    status: 200,
    answer: answerSchema(previewShape),
  })
  @ApiUpload()
  @HttpCode(200)
  @Post('campaigns/:id/table/preview')
  async previewTable(
    @From() caller: Caller,
    @Param('id', { schema: idText }) campaign: string,
    @Query({ schema: previewQuery }) asked: z.infer<typeof previewQuery>,
    @Body({ schema: pastedTable.nullish() }) body: PastedTable,
    @Req() request: HttpRequest,
  ) {
    const file = tableFileOf(request, body);
    return this.queries.execute(new PreviewTable(caller, campaign, file, asked.choices, tokensOf(asked)));
  }

  @ApiCommand('导入预览过的任务分解表：逐行整体生效或不生效；同一文件重复提交不会重复办理', importedShape)
  @ApiUpload()
  @Post('campaigns/:id/table/imports')
  async importTable(
    @From() caller: Caller,
    @Param('id', { schema: idText }) campaign: string,
    @Query({ schema: importQuery }) asked: z.infer<typeof importQuery>,
    @Body({ schema: pastedTable.nullish() }) body: PastedTable,
    @Req() request: HttpRequest,
  ) {
    const file = tableFileOf(request, body);
    const hashOf = (content: unknown) => hashOfRequest(request, body ?? content);
    return this.commands.execute(new ImportTable(caller, campaign, file, asked, hashOf));
  }

  @ApiQueryRoute('尚未落实到人的任务，按单位；截至任一天；JSON、XLSX 或 CSV', withoutPersonShape)
  @Header('Cache-Control', 'private, no-store')
  @Get('without-person')
  async getWithoutPerson(
    @From() caller: Caller,
    @Query({ schema: withoutPersonQuery }) asked: z.infer<typeof withoutPersonQuery>,
  ) {
    const answer = await this.queries.execute(new GetWithoutPerson(caller, asked));
    if (asked.format === 'json') return answer;
    const file = await sheetFile(asked.format, [withoutPersonSheet(answer.data)]);
    return download(`未落实到人的任务-${answer.data.asOf}.${asked.format}`, file);
  }
}
