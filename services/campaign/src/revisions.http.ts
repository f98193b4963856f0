import { day } from '@chuangwen/contracts';
import { sheetFile } from '@chuangwen/documents';
import { ApiCommand, ApiQueryRoute, download, From, tokenQuery, tokensOf, type Caller } from '@chuangwen/platform';
import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { AnswerPlan, answerPlanBody } from './commands/answer-plan';
import { GiveUpRevision, giveUpRevisionBody } from './commands/give-up-revision';
import { handedDown } from './commands/hand-down-plan';
import { HandOverPlan, handOverPlanBody } from './commands/hand-over-plan';
import { OpenRevision, openRevisionBody } from './commands/open-revision';
import { TakeOverPlan, takeOverPlanBody } from './commands/take-over-plan';
import { TakeOverUnits, takeOverUnitsBody } from './commands/take-over-units';
import { TakeParentChange, takeParentChangeBody } from './commands/take-parent-change';
import { WithdrawApproval, withdrawApprovalBody } from './commands/withdraw-approval';
import { WithdrawHandDown, withdrawHandDownBody } from './commands/withdraw-hand-down';
import { idParam } from './fields';
import { coverageSheets } from './queries/coverage-file';
import { coveragePage } from './queries/coverage-page';
import { planDifferences } from './queries/differences-page';
import { GetCoverage, GetPlanProgress, planProgress } from './queries/get-coverage';
import { GetDifferences, GetParentChange } from './queries/get-differences';

const oneQuery = z.strictObject(tokenQuery);
const coverageQuery = z.strictObject({
  ...tokenQuery,
  asOf: day.optional(),
  format: z.enum(['json', 'xlsx', 'csv']).default('json'),
  /** Of a CSV, which holds one table. */
  by: z.enum(['plan', 'measure']).default('plan'),
});
const revisionField = z.coerce.number().int().min(1).max(1_000_000);
const differencesQuery = z.strictObject({ ...tokenQuery, from: revisionField, to: revisionField.optional() });
const planId = () => Param('id', { schema: idParam });

/** Plans taken over, revised, withdrawn, and what became of them below. */
@Controller('plans/:id')
export class RevisionsHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiQueryRoute('方案向下落实的情况，可截至任一天；JSON、XLSX 或 CSV', coveragePage)
  @Header('Cache-Control', 'private, no-store')
  @Get('coverage')
  async coverage(
    @From() caller: Caller,
    @planId() id: string,
    @Query({ schema: coverageQuery }) query: z.infer<typeof coverageQuery>,
  ) {
    const { asOf = null, format, by } = query;
    const answer = await this.queries.execute(new GetCoverage(caller, id, asOf, tokensOf(query)));
    if (format === 'json') return answer;
    const [byPlan, byMeasure] = coverageSheets(answer.data);
    const sheets = format === 'csv' && by === 'measure' ? ([byMeasure] as const) : ([byPlan, byMeasure] as const);
    return download(`方案落实情况${asOf ? `-${asOf}` : ''}.${format}`, await sheetFile(format, sheets));
  }

  @ApiQueryRoute('下发、整体沿用办理到哪里了', planProgress)
  @Get('progress')
  progress(@From() caller: Caller, @planId() id: string, @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>) {
    return this.queries.execute(new GetPlanProgress(caller, id, tokensOf(query)));
  }

  @ApiQueryRoute('方案两个版本之间的差别', planDifferences)
  @Get('differences')
  differences(
    @From() caller: Caller,
    @planId() id: string,
    @Query({ schema: differencesQuery }) query: z.infer<typeof differencesQuery>,
  ) {
    return this.queries.execute(new GetDifferences(caller, id, query, tokensOf(query)));
  }

  @ApiQueryRoute('上级方案改了什么', planDifferences)
  @Get('parent-change')
  parentChange(
    @From() caller: Caller,
    @planId() id: string,
    @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>,
  ) {
    return this.queries.execute(new GetParentChange(caller, id, tokensOf(query)));
  }

  @ApiCommand('沿用上级方案的变化：逐条，或全部')
  @Post('parent-change')
  takeParentChange(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: takeParentChangeBody }) body: z.infer<typeof takeParentChangeBody>,
  ) {
    return this.commands.execute(new TakeParentChange(caller, id, body));
  }

  @ApiCommand('整体沿用上级方案，或不另行制发')
  @Post('take-over')
  takeOver(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: takeOverPlanBody }) body: z.infer<typeof takeOverPlanBody>,
  ) {
    return this.commands.execute(new TakeOverPlan(caller, id, body));
  }

  @ApiCommand('所属单位一律整体沿用，或不另行制发', handedDown)
  @Post('units/take-over')
  takeOverUnits(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: takeOverUnitsBody }) body: z.infer<typeof takeOverUnitsBody>,
  ) {
    return this.commands.execute(new TakeOverUnits(caller, id, body));
  }

  @ApiCommand('一份方案同时落实几个上级方案：并入本单位依据另一上级的方案')
  @Post('answers')
  answer(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: answerPlanBody }) body: z.infer<typeof answerPlanBody>,
  ) {
    return this.commands.execute(new AnswerPlan(caller, id, body));
  }

  @ApiCommand('修订已生效的方案')
  @Post('revision')
  openRevision(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: openRevisionBody }) body: z.infer<typeof openRevisionBody>,
  ) {
    return this.commands.execute(new OpenRevision(caller, id, body));
  }

  @ApiCommand('放弃还没有报送的修订，方案照已生效的办理，说明理由')
  @Post('revision/withdrawal')
  giveUpRevision(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: giveUpRevisionBody }) body: z.infer<typeof giveUpRevisionBody>,
  ) {
    return this.commands.execute(new GiveUpRevision(caller, id, body));
  }

  @ApiCommand('接办已撤销单位的方案')
  @Post('hand-over')
  handOver(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: handOverPlanBody }) body: z.infer<typeof handOverPlanBody>,
  ) {
    return this.commands.execute(new HandOverPlan(caller, id, body));
  }

  @ApiCommand('撤回对若干单位的下发，说明理由')
  @Post('hand-down/withdrawal')
  withdrawHandDown(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: withdrawHandDownBody }) body: z.infer<typeof withdrawHandDownBody>,
  ) {
    return this.commands.execute(new WithdrawHandDown(caller, id, body));
  }

  @ApiCommand('撤销审定或备案，说明理由')
  @Post('approval/withdrawal')
  withdrawApproval(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: withdrawApprovalBody }) body: z.infer<typeof withdrawApprovalBody>,
  ) {
    return this.commands.execute(new WithdrawApproval(caller, id, body));
  }
}
