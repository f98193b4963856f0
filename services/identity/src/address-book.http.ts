import { id } from '@chuangwen/contracts';
import { XLSX } from '@chuangwen/documents';
import {
  answerSchema,
  ApiCommand,
  ApiQueryRoute,
  ApiRoute,
  ApiUpload,
  download,
  From,
  hashOfRequest,
  madeId,
  pastedTable,
  tableFileOf,
  type Caller,
  type HttpRequest,
  type PastedTable,
} from '@chuangwen/platform';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { importQuery, previewQuery } from './address-book/asked';
import { HandOutCodes, handOutCodesBody } from './commands/hand-out-codes';
import { ImportAddressBook } from './commands/import-address-book';
import { addressBookImport, GetAddressBookImport } from './queries/get-address-book-import';
import { addressBookPreview, PreviewAddressBook } from './queries/preview-address-book';

@Controller('address-book')
export class AddressBookHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiRoute('预览通讯录：每一行将如何处理；什么也不写入', { status: 200, answer: answerSchema(addressBookPreview) })
  @ApiUpload()
  @HttpCode(200)
  @Post('preview')
  async preview(
    @From() caller: Caller,
    @Query({ schema: previewQuery }) asked: z.infer<typeof previewQuery>,
    @Body({ schema: pastedTable.nullish() }) body: PastedTable,
    @Req() request: HttpRequest,
  ) {
    return this.queries.execute(new PreviewAddressBook(caller, tableFileOf(request, body), asked));
  }

  @ApiCommand('按预览过的通讯录批量登记单位；同一文件同样选择重复提交结果相同', madeId)
  @ApiUpload()
  @Post('imports')
  async import(
    @From() caller: Caller,
    @Query({ schema: importQuery }) asked: z.infer<typeof importQuery>,
    @Body({ schema: pastedTable.nullish() }) body: PastedTable,
    @Req() request: HttpRequest,
  ) {
    const file = tableFileOf(request, body);
    return this.commands.execute(
      new ImportAddressBook(caller, file, asked, (content) => hashOfRequest(request, body ?? content)),
    );
  }

  @ApiQueryRoute('批量登记的进度与每一行的结果', addressBookImport)
  @Get('imports/:id')
  one(@From() caller: Caller, @Param('id', { schema: id }) importId: string) {
    return this.queries.execute(new GetAddressBookImport(caller, importId));
  }

  @ApiRoute('一次性登录码（XLSX），只提供一次', { status: 200 })
  @Header('Cache-Control', 'private, no-store')
  @HttpCode(200)
  @Post('imports/:id/codes')
  async codes(
    @From() caller: Caller,
    @Param('id', { schema: id }) importId: string,
    @Body({ schema: handOutCodesBody }) body: z.infer<typeof handOutCodesBody>,
  ) {
    const bytes = await this.commands.execute(new HandOutCodes(caller, importId, body));
    return download('一次性登录码.xlsx', { bytes, type: XLSX });
  }
}
