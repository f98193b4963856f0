import { serviceModule, type Clock } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { Module, type DynamicModule } from '@nestjs/common';
import { AcceptTaskHandler } from './commands/accept-task';
import { AssignTaskHandler } from './commands/assign-task';
import { Assignees } from './commands/assignees';
import { Attaching } from './commands/attach';
import { AttachExistingHandler } from './commands/attach-existing';
import { AttachFileHandler } from './commands/attach-file';
import { AttachLinkHandler } from './commands/attach-link';
import { CountAddedHandler } from './commands/count-added';
import { CountAdditionsHandler } from './commands/count-additions';
import { CountTaskHandler } from './commands/count-task';
import { DescribeEvidenceHandler } from './commands/describe-evidence';
import { HandOverTasksHandler } from './commands/hand-over-tasks';
import { ImportTableHandler } from './commands/import-table';
import { OpenTaskHandler } from './commands/open-task';
import { RemoveEvidenceHandler } from './commands/remove-evidence';
import { ReportProgressHandler } from './commands/report-progress';
import { ReturnTaskHandler } from './commands/return-task';
import { SetDeadlineHandler } from './commands/set-deadline';
import { SetDetailsHandler } from './commands/set-details';
import { ShareTaskHandler } from './commands/share-task';
import { SubmitTaskHandler } from './commands/submit-task';
import { UnshareTaskHandler } from './commands/unshare-task';
import { WaiveChecksHandler } from './commands/waive-checks';
import { WantEvidenceHandler } from './commands/want-evidence';
import { Descriptions } from './evidence/descriptions';
import { EvidenceHttp } from './evidence.http';
import { messages } from './messages';
import { taskProjections } from './projections';
import { GetChecksHandler } from './queries/get-checks';
import { GetOverviewHandler } from './queries/get-overview';
import { GetProofHandler } from './queries/get-proof';
import { GetTableHandler } from './queries/get-table';
import { GetTaskHandler } from './queries/get-task';
import { GetWithoutPersonHandler } from './queries/get-without-person';
import { Ledger } from './queries/ledger';
import { ListEvidenceHandler } from './queries/list-evidence';
import { ListTasksHandler } from './queries/list-tasks';
import { NameFinder } from './queries/names';
import { PastTasks } from './queries/past-tasks';
import { PlanPlaces } from './queries/plan-places';
import { PreviewTableHandler } from './queries/preview-table';
import { TasksInSight } from './queries/tasks-in-sight';
import { OpenEvidenceHandler } from './queries/open-evidence';
import { SuggestEvidenceHandler } from './queries/suggest-evidence';
import { Tables } from './table/tables';
import { TablesHttp } from './tables.http';
import { TaskHttp } from './task.http';
import { countTogether } from './workflows/count-together';
import { openTasks } from './workflows/open-tasks';

/** Tasks from approved measures: who does them by when, with which proof, and whether it was accepted. */
@Module({})
export class TaskModule {
  static on(ports: ServicePorts, clock: Clock): DynamicModule {
    return serviceModule(TaskModule, ports, clock, {
      ...taskProjections,
      controllers: [TaskHttp, EvidenceHttp, TablesHttp],
      providers: [
        OpenTaskHandler,
        CountTaskHandler,
        CountAdditionsHandler,
        CountAddedHandler,
        HandOverTasksHandler,
        SetDetailsHandler,
        ShareTaskHandler,
        UnshareTaskHandler,
        WaiveChecksHandler,
        AssignTaskHandler,
        SetDeadlineHandler,
        WantEvidenceHandler,
        ReportProgressHandler,
        AttachFileHandler,
        AttachLinkHandler,
        AttachExistingHandler,
        DescribeEvidenceHandler,
        RemoveEvidenceHandler,
        SubmitTaskHandler,
        ReturnTaskHandler,
        AcceptTaskHandler,
        ListTasksHandler,
        GetTaskHandler,
        GetTableHandler,
        PreviewTableHandler,
        ImportTableHandler,
        GetWithoutPersonHandler,
        GetChecksHandler,
        GetProofHandler,
        ListEvidenceHandler,
        SuggestEvidenceHandler,
        GetOverviewHandler,
        OpenEvidenceHandler,
        Assignees,
        Attaching,
        Descriptions,
        Ledger,
        PastTasks,
        TasksInSight,
        PlanPlaces,
        Tables,
        NameFinder,
      ],
      workflows: [openTasks, countTogether],
      messages,
    });
  }
}
