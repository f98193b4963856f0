import { ApiCommand, ApiQueryRoute, download, From, madeId, tokensOf, type Caller } from '@chuangwen/platform';
import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { asFile } from './as-file';
import { AcceptReport, acceptReportBody } from './commands/accept-report';
import { LockReport, lockReportBody } from './commands/lock-report';
import { OpenReport, openReportBody } from './commands/open-report';
import { ReceiveReport, receiveReportBody } from './commands/receive-report';
import { remarkBody, RemarkOnReport } from './commands/remark-on-report';
import { ReturnReportItems, returnReportItemsBody } from './commands/return-report-items';
import { SubmitReport, submitReportBody } from './commands/submit-report';
import { UnlockReport, unlockReportBody } from './commands/unlock-report';
import { WithdrawReport, withdrawReportBody } from './commands/withdraw-report';
import { differencesQuery, GetReportDifferences } from './queries/get-report-differences';
import { GetSnapshot, submissionQuery } from './queries/get-snapshot';
import { GetUpwardReport, upwardQuery } from './queries/get-upward-report';
import { ListUpwardReports, upwardFilter } from './queries/list-upward-reports';
import { PreviewReport } from './queries/preview-report';
import { upwardDifferences, upwardFigures, upwardPage, upwardRow, upwardVerification } from './queries/upward-shapes';
import { VerifyReport } from './queries/verify-report';
import { upwardTables } from './report/upward-table';

const reportId = () => Param('id', { schema: z.string().min(1).max(64) });
const tableQuery = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('xlsx') });
const sent = z.object({ submission: z.number().int(), sha256: z.string() });
/** Who says nothing of what they have seen need not send a body. */
const acceptance = acceptReportBody.nullish();
const locking = lockReportBody.nullish();
const receipt = receiveReportBody.nullish();
const submission = submitReportBody.nullish();
const PRIVATE = ['Cache-Control', 'private, no-store'] as const;

@Controller('upward-reports')
export class UpwardHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiQueryRoute('本单位的报表，和报送到本单位的报表', z.array(upwardRow))
  @Header(...PRIVATE)
  @Get()
  list(@From() caller: Caller, @Query({ schema: upwardFilter }) query: z.infer<typeof upwardFilter>) {
    return this.queries.execute(new ListUpwardReports(caller, query));
  }

  @ApiQueryRoute('一份报表：报送时冻结的数字、说明、退回理由、签收和经过', upwardPage)
  @Header(...PRIVATE)
  @Get(':id')
  one(
    @From() caller: Caller,
    @reportId() id: string,
    @Query({ schema: upwardQuery }) query: z.infer<typeof upwardQuery>,
  ) {
    return this.queries.execute(new GetUpwardReport(caller, id, tokensOf(query)));
  }

  @ApiQueryRoute('现在报送会冻结的数字；汇总的报表还有哪些单位没有报', upwardFigures)
  @Header(...PRIVATE)
  @Get(':id/preview')
  preview(
    @From() caller: Caller,
    @reportId() id: string,
    @Query({ schema: upwardQuery }) query: z.infer<typeof upwardQuery>,
  ) {
    return this.queries.execute(new PreviewReport(caller, id, tokensOf(query)));
  }

  @ApiQueryRoute('报送时冻结的原件，逐字节不变；ETag 为其 SHA-256', z.record(z.string(), z.unknown()))
  @Header(...PRIVATE)
  @Get(':id/snapshot')
  async snapshot(
    @From() caller: Caller,
    @reportId() id: string,
    @Query({ schema: submissionQuery }) query: z.infer<typeof submissionQuery>,
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ) {
    const {
      bytes,
      sha256,
      submission: number,
    } = await this.queries.execute(new GetSnapshot(caller, id, query.submission));
    reply.header('ETag', `"${sha256}"`);
    return download(`报告第${number}次报送.json`, { bytes, type: 'application/json; charset=utf-8' });
  }

  @ApiQueryRoute('核对：冻结的原件是否一字未改，合计是否相符', upwardVerification)
  @Header(...PRIVATE)
  @Get(':id/verification')
  verify(
    @From() caller: Caller,
    @reportId() id: string,
    @Query({ schema: upwardQuery }) query: z.infer<typeof upwardQuery>,
  ) {
    return this.queries.execute(new VerifyReport(caller, id, tokensOf(query)));
  }

  @ApiQueryRoute('今天（或某一天）的数字与报送时的不同之处', upwardDifferences)
  @Header(...PRIVATE)
  @Get(':id/differences')
  differences(
    @From() caller: Caller,
    @reportId() id: string,
    @Query({ schema: differencesQuery }) query: z.infer<typeof differencesQuery>,
  ) {
    return this.queries.execute(new GetReportDifferences(caller, id, query));
  }

  @ApiQueryRoute('报送的表：XLSX 或 CSV', z.string())
  @Header(...PRIVATE)
  @Get(':id/table')
  async table(
    @From() caller: Caller,
    @reportId() id: string,
    @Query({ schema: tableQuery }) query: z.infer<typeof tableQuery>,
  ) {
    const { data } = await this.queries.execute(new GetUpwardReport(caller, id, []));
    return asFile(query.format, `上报情况-${data.asOf}-第${data.submission}次`, upwardTables(data));
  }

  @ApiCommand('起草一份上报的报表', madeId)
  @Post()
  open(@From() caller: Caller, @Body({ schema: openReportBody }) body: z.infer<typeof openReportBody>) {
    return this.commands.execute(new OpenReport(caller, body));
  }

  @ApiCommand('给一项（或合计）写说明')
  @Post(':id/remarks')
  remark(
    @From() caller: Caller,
    @reportId() id: string,
    @Body({ schema: remarkBody }) body: z.infer<typeof remarkBody>,
  ) {
    return this.commands.execute(new RemarkOnReport(caller, id, body));
  }

  @ApiCommand('报送上级；退回后重新报送只更新退回的项目', sent)
  @Post(':id/submission')
  submit(
    @From() caller: Caller,
    @reportId() id: string,
    @Body({ schema: submission }) body: z.infer<typeof submission>,
  ) {
    return this.commands.execute(new SubmitReport(caller, id, body ?? {}));
  }

  @ApiCommand('审定以前撤回，说明理由')
  @Post(':id/withdrawal')
  withdraw(
    @From() caller: Caller,
    @reportId() id: string,
    @Body({ schema: withdrawReportBody }) body: z.infer<typeof withdrawReportBody>,
  ) {
    return this.commands.execute(new WithdrawReport(caller, id, body));
  }

  @ApiCommand('退回若干项，逐项说明理由')
  @Post(':id/returns')
  return(
    @From() caller: Caller,
    @reportId() id: string,
    @Body({ schema: returnReportItemsBody }) body: z.infer<typeof returnReportItemsBody>,
  ) {
    return this.commands.execute(new ReturnReportItems(caller, id, body));
  }

  @ApiCommand('审定')
  @Post(':id/acceptance')
  accept(
    @From() caller: Caller,
    @reportId() id: string,
    @Body({ schema: acceptance }) body: z.infer<typeof acceptance>,
  ) {
    return this.commands.execute(new AcceptReport(caller, id, body ?? {}));
  }

  @ApiCommand('锁定审定的报表')
  @Post(':id/lock')
  lock(@From() caller: Caller, @reportId() id: string, @Body({ schema: locking }) body: z.infer<typeof locking>) {
    return this.commands.execute(new LockReport(caller, id, body ?? {}));
  }

  @ApiCommand('解除审定和锁定，说明理由')
  @Post(':id/unlock')
  unlock(
    @From() caller: Caller,
    @reportId() id: string,
    @Body({ schema: unlockReportBody }) body: z.infer<typeof unlockReportBody>,
  ) {
    return this.commands.execute(new UnlockReport(caller, id, body));
  }

  @ApiCommand('签收')
  @Post(':id/receipts')
  receive(@From() caller: Caller, @reportId() id: string, @Body({ schema: receipt }) body: z.infer<typeof receipt>) {
    return this.commands.execute(new ReceiveReport(caller, id, body ?? {}));
  }
}
