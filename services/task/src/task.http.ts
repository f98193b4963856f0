import { RuleViolation } from '@chuangwen/kernel';
import {
  ApiCommand,
  ApiQueryRoute,
  ApiUpload,
  attachment,
  From,
  hashOfRequest,
  tokenQuery,
  tokensOf,
  uploaded,
  type Caller,
  type HttpRequest,
} from '@chuangwen/platform';
import { Body, Controller, Get, Header, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { AcceptTask, acceptTaskBody } from './commands/accept-task';
import { AssignTask, assignTaskBody } from './commands/assign-task';
import { AttachFile, attachFileQuery, FILE_LIMIT } from './commands/attach-file';
import { AttachLink, attachLinkBody } from './commands/attach-link';
import { idText } from './commands/bounds';
import { RemoveEvidence, removeEvidenceBody } from './commands/remove-evidence';
import { ReportProgress, reportProgressBody } from './commands/report-progress';
import { ReturnTask, returnTaskBody } from './commands/return-task';
import { SetDeadline, setDeadlineBody } from './commands/set-deadline';
import { SetDetails, setDetailsBody } from './commands/set-details';
import { ShareTask, shareTaskBody } from './commands/share-task';
import { SubmitTask, submitTaskBody } from './commands/submit-task';
import { UnshareTask, unshareTaskBody } from './commands/unshare-task';
import { WaiveChecks, waiveChecksBody } from './commands/waive-checks';
import { WantEvidence, wantEvidenceBody } from './commands/want-evidence';
import { GetOverview, overviewQuery } from './queries/get-overview';
import { GetTask } from './queries/get-task';
import { attached } from './queries/evidence-shapes';
import { ListTasks, listTasksQuery } from './queries/list-tasks';
import { OpenEvidence } from './queries/open-evidence';
import { taskDetail, taskList, taskOverview } from './queries/shapes';

type Body<T extends z.ZodType> = z.infer<T>;
const oneTask = z.strictObject(tokenQuery);

@Controller()
export class TaskHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiQueryRoute('任务分解表：按工作、方案、单位、牵头科室、经办人、状态查看', taskList)
  @Get('tasks')
  listTasks(@From() caller: Caller, @Query({ schema: listTasksQuery }) filter: Body<typeof listTasksQuery>) {
    return this.queries.execute(new ListTasks(caller, filter));
  }

  @ApiQueryRoute('各状态任务数，以及尚未落实到人的任务数', taskOverview)
  @Get('overview')
  getOverview(@From() caller: Caller, @Query({ schema: overviewQuery }) filter: Body<typeof overviewQuery>) {
    return this.queries.execute(new GetOverview(caller, filter));
  }

  @ApiQueryRoute('一项任务：内容、材料、退回意见与全部经过', taskDetail)
  @Get('tasks/:id')
  getTask(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Query({ schema: oneTask }) query: Body<typeof oneTask>,
  ) {
    return this.queries.execute(new GetTask(caller, id, tokensOf(query)));
  }

  @ApiCommand('分派：牵头科室、配合科室、经办人、分管领导')
  @Post('tasks/:id/assignment')
  assignTask(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: assignTaskBody }) body: Body<typeof assignTaskBody>,
  ) {
    return this.commands.execute(new AssignTask(caller, id, body));
  }

  @ApiCommand('确定或取消完成时限')
  @Post('tasks/:id/deadline')
  setDeadline(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: setDeadlineBody }) body: Body<typeof setDeadlineBody>,
  ) {
    return this.commands.execute(new SetDeadline(caller, id, body));
  }

  @ApiCommand('说明需要哪些佐证材料')
  @Post('tasks/:id/evidence-wanted')
  wantEvidence(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: wantEvidenceBody }) body: Body<typeof wantEvidenceBody>,
  ) {
    return this.commands.execute(new WantEvidence(caller, id, body));
  }

  @ApiCommand('填写测评指标、具体要求、联系电话、备注')
  @Post('tasks/:id/details')
  setDetails(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: setDetailsBody }) body: Body<typeof setDetailsBody>,
  ) {
    return this.commands.execute(new SetDetails(caller, id, body));
  }

  @ApiCommand('一项任务用于另一项创建工作：代替那里的同一项任务，并说明理由')
  @Post('tasks/:id/sharing')
  shareTask(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: shareTaskBody }) body: Body<typeof shareTaskBody>,
  ) {
    return this.commands.execute(new ShareTask(caller, id, body));
  }

  @ApiCommand('不再用于另一项创建工作：那里的任务恢复，并说明理由')
  @Post('tasks/:id/sharing/:covers/removal')
  unshareTask(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Param('covers', { schema: idText }) covers: string,
    @Body({ schema: unshareTaskBody }) body: Body<typeof unshareTaskBody>,
  ) {
    return this.commands.execute(new UnshareTask(caller, id, covers, body));
  }

  @ApiCommand('审核人免去报送前的某几项检查，并说明理由')
  @Post('tasks/:id/waivers')
  waiveChecks(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: waiveChecksBody }) body: Body<typeof waiveChecksBody>,
  ) {
    return this.commands.execute(new WaiveChecks(caller, id, body));
  }

  @ApiCommand('填报进展')
  @Post('tasks/:id/progress')
  reportProgress(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: reportProgressBody }) body: Body<typeof reportProgressBody>,
  ) {
    return this.commands.execute(new ReportProgress(caller, id, body));
  }

  @ApiCommand(
    '上传一份材料（multipart，50 MB 以内），或以 JSON 填写一个链接；本单位已有的不重复保存，并说明用在哪里',
    attached,
  )
  @ApiUpload()
  @Post('tasks/:id/evidence')
  async attachEvidence(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Query({ schema: attachFileQuery }) described: Body<typeof attachFileQuery>,
    @Body({ schema: attachLinkBody.nullish() }) link: Body<typeof attachLinkBody> | null | undefined,
    @Req() request: HttpRequest,
  ) {
    const upload = await uploaded(request, FILE_LIMIT);
    if (!upload) {
      if (!link) throw new RuleViolation('file.missing');
      return this.commands.execute(new AttachLink(caller, id, link));
    }
    try {
      return await this.commands.execute(
        new AttachFile(caller, id, upload, described, (content) => hashOfRequest(request, content)),
      );
    } finally {
      upload.content.resume(); // what was refused is read off the wire, so that the answer gets through
    }
  }

  @ApiCommand('撤下一份材料，并说明原因')
  @Post('tasks/:id/evidence/:evidenceId/removal')
  removeEvidence(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Param('evidenceId', { schema: idText }) evidenceId: string,
    @Body({ schema: removeEvidenceBody }) body: Body<typeof removeEvidenceBody>,
  ) {
    return this.commands.execute(new RemoveEvidence(caller, id, evidenceId, body));
  }

  @ApiQueryRoute('下载一份材料', z.string())
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Content-Security-Policy', "default-src 'none'; sandbox")
  @Header('Cache-Control', 'private, no-store')
  @Get('tasks/:id/evidence/:evidenceId/content')
  async openEvidence(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Param('evidenceId', { schema: idText }) evidenceId: string,
    @Query({ schema: oneTask }) query: Body<typeof oneTask>,
  ) {
    const file = await this.queries.execute(new OpenEvidence(caller, id, evidenceId, tokensOf(query)));
    const { mediaType: type, size: length } = file;
    return new StreamableFile(file.content, { type, length, disposition: attachment(file.name) });
  }

  @ApiCommand('报送审核，可附一句说明（随本次报送留存，不改动进展报告）')
  @Post('tasks/:id/submission')
  submitTask(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: submitTaskBody }) body: Body<typeof submitTaskBody>,
  ) {
    return this.commands.execute(new SubmitTask(caller, id, body));
  }

  @ApiCommand('退回：只退回列出的部分（进展报告或单份材料），各写明理由')
  @Post('tasks/:id/returns')
  returnTask(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: returnTaskBody }) body: Body<typeof returnTaskBody>,
  ) {
    return this.commands.execute(new ReturnTask(caller, id, body));
  }

  @ApiCommand('审核通过')
  @Post('tasks/:id/acceptance')
  acceptTask(
    @From() caller: Caller,
    @Param('id', { schema: idText }) id: string,
    @Body({ schema: acceptTaskBody }) body: Body<typeof acceptTaskBody>,
  ) {
    return this.commands.execute(new AcceptTask(caller, id, body));
  }
}
