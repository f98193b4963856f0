import { ApiQueryRoute, From, type Caller } from '@chuangwen/platform';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { asFile } from './as-file';
import { ExplainFigure, explanationQuery } from './queries/explain-figure';
import { GetReport, reportQuery } from './queries/get-report';
import { explanationShape, reportShape } from './queries/shapes';
import { HEADS, reportTables } from './report/as-table';
import { explanationTables, FIGURE_WORDS } from './report/explanation-table';

const campaignId = z.string().min(1).max(64);

@Controller('campaigns/:id')
export class ReportingHttp {
  constructor(private readonly queries: QueryBus) {}

  @ApiQueryRoute('完成率与及时率：按单位、阶段或措施，任一时限范围，截至任一天；JSON、CSV 或 XLSX', reportShape)
  @Header('Cache-Control', 'private, no-store')
  @Get('report')
  async getReport(
    @From() caller: Caller,
    @Param('id', { schema: campaignId }) id: string,
    @Query({ schema: reportQuery }) query: z.infer<typeof reportQuery>,
  ) {
    const answer = await this.queries.execute(new GetReport(caller, id, query));
    if (query.format === 'json') return answer;
    const { by, asOf } = answer.data;
    return asFile(query.format, `完成情况-按${HEADS[by]}-${asOf}`, reportTables(answer));
  }

  @ApiQueryRoute('一个数字是怎么来的：背后的任务，以及截至当天使其如此的每条记录；JSON、CSV 或 XLSX', explanationShape)
  @Header('Cache-Control', 'private, no-store')
  @Get('report/explanation')
  async explainFigure(
    @From() caller: Caller,
    @Param('id', { schema: campaignId }) id: string,
    @Query({ schema: explanationQuery }) query: z.infer<typeof explanationQuery>,
  ) {
    const answer = await this.queries.execute(new ExplainFigure(caller, id, query));
    if (query.format === 'json') return answer;
    const { figure, asOf } = answer.data;
    return asFile(query.format, `任务清单-${FIGURE_WORDS[figure]}-${asOf}`, explanationTables(answer.data));
  }
}
