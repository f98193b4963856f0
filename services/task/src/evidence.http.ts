import { sheetFile } from '@chuangwen/documents';
import {
  ApiCommand,
  ApiQueryRoute,
  ApiRoute,
  download,
  From,
  tokenQuery,
  tokensOf,
  type Caller,
} from '@chuangwen/platform';
import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { AttachExisting, attachExistingBody } from './commands/attach-existing';
import { idText } from './commands/bounds';
import { DescribeEvidence, describeEvidenceBody } from './commands/describe-evidence';
import { attached, checksShape, evidenceList, proofShape, suggestionList } from './queries/evidence-shapes';
import { GetChecks } from './queries/get-checks';
import { GetProof } from './queries/get-proof';
import { ListEvidence, listEvidenceQuery } from './queries/list-evidence';
import { SuggestEvidence } from './queries/suggest-evidence';
import { evidenceSheet } from './table/evidence-sheet';

const one = z.strictObject(tokenQuery);
const problems: readonly [number, string][] = [
  [401, '未登录'],
  [403, '岗位无权'],
  [404, '没有，或不属于本单位'],
];

@Controller()
export class EvidenceHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiQueryRoute(
    '本单位的材料台账：按名称、文号、种类、日期查找，各用在哪里、谁何时上传；JSON、XLSX 或 CSV',
    evidenceList,
  )
  @Header('Cache-Control', 'private, no-store')
  @Get('evidence')
  async listEvidence(
    @From() caller: Caller,
    @Query({ schema: listEvidenceQuery }) filter: z.infer<typeof listEvidenceQuery>,
  ) {
    const answer = await this.queries.execute(new ListEvidence(caller, filter));
    if (filter.format === 'json') return answer;
    const file = await sheetFile(filter.format, [evidenceSheet(answer.data.proofs)]);
    return download(`材料台账.${filter.format}`, file);
  }

  @ApiQueryRoute('一份材料：文号、日期、用在哪些任务', proofShape)
  @Get('evidence/:proof')
  getProof(
    @From() caller: Caller,
    @Param('proof', { schema: idText }) proof: string,
    @Query({ schema: one }) query: z.infer<typeof one>,
  ) {
    return this.queries.execute(new GetProof(caller, proof, tokensOf(query)));
  }

  @ApiCommand('填写一份材料的文号和日期：用到它的任务都以此为准')
  @Post('evidence/:proof/description')
  describeEvidence(
    @From() caller: Caller,
    @Param('proof', { schema: idText }) proof: string,
    @Body({ schema: describeEvidenceBody }) body: z.infer<typeof describeEvidenceBody>,
  ) {
    return this.commands.execute(new DescribeEvidence(caller, proof, body));
  }

  @ApiCommand('把本单位已有的一份材料用于这项任务', attached)
  @Post('tasks/:id/evidence/existing')
  attachExisting(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: attachExistingBody }) body: z.infer<typeof attachExistingBody>,
  ) {
    return this.commands.execute(new AttachExisting(caller, id, body));
  }

  @ApiQueryRoute('你单位可能已有的材料，各附理由', suggestionList)
  @Get('tasks/:id/evidence/suggestions')
  suggestEvidence(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Query({ schema: one }) query: z.infer<typeof one>,
  ) {
    return this.queries.execute(new SuggestEvidence(caller, id, tokensOf(query)));
  }

  @ApiRoute('报送前的检查：逐项说明是否达到', { status: 200, answer: z.object({ data: checksShape }), problems })
  @Get('tasks/:id/checks')
  async getChecks(@From() caller: Caller, @Param('id', { schema: idText }) id: string) {
    return { data: await this.queries.execute(new GetChecks(caller, id)) };
  }
}
