import { documentMessages } from '@chuangwen/documents';
import { serviceModule, type Clock } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { Module, type DynamicModule } from '@nestjs/common';
import { AcceptReportHandler } from './commands/accept-report';
import { LockReportHandler } from './commands/lock-report';
import { OpenReportHandler } from './commands/open-report';
import { ReceiveReportHandler } from './commands/receive-report';
import { RemarkOnReportHandler } from './commands/remark-on-report';
import { ReturnReportItemsHandler } from './commands/return-report-items';
import { SubmitReportHandler } from './commands/submit-report';
import { UnlockReportHandler } from './commands/unlock-report';
import { WithdrawReportHandler } from './commands/withdraw-report';
import { DataRequestHttp } from './data-request.http';
import { dataRequestMessages } from './data-request/messages';
import { dataRequestProviders } from './data-request/module';
import { messages } from './messages';
import { reportingProjections } from './projections';
import { Blocks } from './queries/blocks';
import { ExplainFigureHandler } from './queries/explain-figure';
import { Figuring } from './queries/figuring';
import { GetReportHandler } from './queries/get-report';
import { GetReportDifferencesHandler } from './queries/get-report-differences';
import { GetSnapshotHandler } from './queries/get-snapshot';
import { GetUpwardReportHandler } from './queries/get-upward-report';
import { ListUpwardReportsHandler } from './queries/list-upward-reports';
import { Places } from './queries/places';
import { PreviewReportHandler } from './queries/preview-report';
import { Sources } from './queries/sources';
import { UpwardReports } from './queries/upward-desk';
import { VerifyReportHandler } from './queries/verify-report';
import { ReportingHttp } from './reporting.http';
import { UpwardHttp } from './upward.http';
import { ReportDesk } from './upward/desk';
import { Drafting } from './upward/drafting';
import { Snapshots } from './upward/snapshots';

/** Figures that add up, as of any day, each with the tasks and events behind it; and the reports that go up, frozen. */
@Module({})
export class ReportingModule {
  static on(ports: ServicePorts, clock: Clock): DynamicModule {
    return serviceModule(ReportingModule, ports, clock, {
      ...reportingProjections,
      controllers: [ReportingHttp, UpwardHttp, DataRequestHttp],
      providers: [
        GetReportHandler,
        ExplainFigureHandler,
        Sources,
        Figuring,
        Places,
        Blocks,
        OpenReportHandler,
        RemarkOnReportHandler,
        SubmitReportHandler,
        WithdrawReportHandler,
        ReturnReportItemsHandler,
        AcceptReportHandler,
        LockReportHandler,
        UnlockReportHandler,
        ReceiveReportHandler,
        ListUpwardReportsHandler,
        GetUpwardReportHandler,
        PreviewReportHandler,
        GetSnapshotHandler,
        GetReportDifferencesHandler,
        VerifyReportHandler,
        UpwardReports,
        ReportDesk,
        Drafting,
        Snapshots,
        ...dataRequestProviders,
      ],
      workflows: [],
      private: { 'answer-draft': 'stays' },
      messages: { ...documentMessages, ...messages, ...dataRequestMessages },
    });
  }
}
