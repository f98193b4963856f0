import { RuleViolation } from '@chuangwen/kernel';
import {
  ApiCommand,
  ApiQueryRoute,
  ApiRoute,
  ApiUpload,
  From,
  hashOfRequest,
  uploaded,
  type Caller,
  type HttpRequest,
} from '@chuangwen/platform';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { idText } from './commands/bounds';
import { ImportTable } from './commands/import-table';
import { GetTable, tableQuery } from './queries/get-table';
import { GetWithoutPerson, withoutPersonQuery } from './queries/get-without-person';
import { PreviewTable } from './queries/preview-table';
import { choicesText } from './table/choices';
import { fileOf } from './table/files';
import { importedShape, previewShape, tableShape, withoutPersonShape } from './table/shapes';
import { tableSheet, withoutPersonSheet } from './table/sheets';
import type { TableFile } from './table/tables';

/** Bytes. */
const FILE_LIMIT = 10 * 1024 * 1024;
/** Pasted as comma-separated text. A file comes as multipart/form-data in the part `file`. */
const pasted = z.strictObject({ text: z.string().min(1).max(800_000) });
type Pasted = z.infer<typeof pasted> | null | undefined;

const previewQuery = z.strictObject({ /** JSON, as `Choices`. */ choices: choicesText });
const importQuery = previewQuery.extend({
  /** `fileHash` of the preview. */
  fileHash: z.string().regex(/^[0-9a-f]{64}$/),
});
const problems: readonly [number, string][] = [
  [400, '填写有误'],
  [401, '未登录'],
  [403, '岗位无权'],
  [404, '没有，或不属于本单位'],
  [422, '规则不允许'],
];

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
    const file = await fileOf(tableSheet(answer.data), asked.format, `任务分解表-${answer.data.asOf}`);
    return new StreamableFile(file.bytes, file);
  }

  @ApiRoute('预览一份任务分解表：每一行将如何处理；什么也不写入', {
    status: 200,
    answer: z.object({ data: previewShape }),
    problems,
  })
  @ApiUpload(pasted)
  @HttpCode(200)
  @Post('campaigns/:id/table/preview')
  async previewTable(
    @From() caller: Caller,
    @Param('id', { schema: idText }) campaign: string,
    @Query({ schema: previewQuery }) { choices }: z.infer<typeof previewQuery>,
    @Body({ schema: pasted.nullish() }) body: Pasted,
    @Req() request: HttpRequest,
  ) {
    const file = await fileIn(request, body);
    return { data: await this.queries.execute(new PreviewTable(caller, campaign, file, choices)) };
  }

  @ApiCommand('导入预览过的任务分解表：逐行整体生效或不生效；同一文件重复提交不会重复办理', importedShape)
  @ApiUpload(pasted)
  @Post('campaigns/:id/table/imports')
  async importTable(
    @From() caller: Caller,
    @Param('id', { schema: idText }) campaign: string,
    @Query({ schema: importQuery }) asked: z.infer<typeof importQuery>,
    @Body({ schema: pasted.nullish() }) body: Pasted,
    @Req() request: HttpRequest,
  ) {
    const file = await fileIn(request, body);
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
    const file = await fileOf(withoutPersonSheet(answer.data), asked.format, `未落实到人的任务-${answer.data.asOf}`);
    return new StreamableFile(file.bytes, file);
  }
}

/** Throws RuleViolation `file.missing`, `file.too-large`. */
async function fileIn(request: HttpRequest, body: Pasted): Promise<TableFile> {
  const upload = await uploaded(request, FILE_LIMIT);
  if (!upload) {
    if (!body) throw new RuleViolation('file.missing');
    return { bytes: Buffer.from(body.text, 'utf8'), name: '粘贴的表格.csv' };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of upload.content as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > FILE_LIMIT) throw new RuleViolation('file.too-large', { limit: `${FILE_LIMIT / 1024 / 1024} MB` });
    }
  } finally {
    upload.content.resume();
  }
  return { bytes: Buffer.concat(chunks), name: upload.name };
}
