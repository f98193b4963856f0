import { serviceModule, type Clock } from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { Module, type DynamicModule } from '@nestjs/common';
import { KnownCampaigns } from './campaign/known-campaigns';
import { CampaignsHttp } from './campaigns.http';
import { AddItemHandler } from './commands/add-item';
import { AnswerPlanHandler } from './commands/answer-plan';
import { ApplySuggestionHandler } from './commands/apply-suggestion';
import { ApprovePlanHandler } from './commands/approve-plan';
import { ChangeItemHandler } from './commands/change-item';
import { CorrectNoticeHandler } from './commands/correct-notice';
import { DropItemHandler } from './commands/drop-item';
import { FollowPlanHandler } from './commands/follow-plan';
import { GiveUpRevisionHandler } from './commands/give-up-revision';
import { HandDownPlanHandler } from './commands/hand-down-plan';
import { ImportNoticeHandler } from './commands/import-notice';
import { IssueCampaignHandler } from './commands/issue-campaign';
import { OpenCampaignHandler } from './commands/open-campaign';
import { OpenPlanHandler } from './commands/open-plan';
import { PlanDesk } from './commands/plan-desk';
import { Recipients } from './commands/recipients';
import { RestoreItemHandler } from './commands/restore-item';
import { ReturnItemsHandler } from './commands/return-items';
import { SubmitPlanHandler } from './commands/submit-plan';
import { HandOverPlanHandler } from './commands/hand-over-plan';
import { OpenRevisionHandler } from './commands/open-revision';
import { TakeOverPlanHandler } from './commands/take-over-plan';
import { TakeOverUnitsHandler } from './commands/take-over-units';
import { TakeParentChangeHandler } from './commands/take-parent-change';
import { WithdrawApprovalHandler } from './commands/withdraw-approval';
import { WithdrawCampaignHandler } from './commands/withdraw-campaign';
import { WithdrawHandDownHandler } from './commands/withdraw-hand-down';
import { WithdrawNoticeHandler } from './commands/withdraw-notice';
import { WithdrawPlanHandler } from './commands/withdraw-plan';
import { WithdrawWithNoticeHandler } from './commands/withdraw-with-notice';
import { messages } from './messages';
import { KnownNotices } from './notice/known-notices';
import { SourceTexts } from './notice/source-text';
import { NoticesHttp } from './notices.http';
import { PlansHttp } from './plans.http';
import { campaignProjections } from './projections';
import { RevisionsHttp } from './revisions.http';
import { GetCampaignHandler, ListCampaignsHandler } from './queries/campaigns';
import { GetCoverageHandler, GetPlanProgressHandler } from './queries/get-coverage';
import { GetDifferencesHandler, GetParentChangeHandler } from './queries/get-differences';
import { Names } from './queries/names';
import { GetNoticeFileHandler, GetNoticeHandler, GetNoticeTextHandler, ListNoticesHandler } from './queries/notices';
import { GetPlanHandler, ListPlansHandler } from './queries/plans';
import { Suggestions } from './queries/suggestions';
import { openPlans } from './workflows/open-plans';

/** Notices, the campaigns made of them, and the plans that go down and come back level by level. */
@Module({})
export class CampaignModule {
  static on(ports: ServicePorts, clock: Clock): DynamicModule {
    return serviceModule(CampaignModule, ports, clock, {
      ...campaignProjections,
      controllers: [NoticesHttp, CampaignsHttp, PlansHttp, RevisionsHttp],
      providers: [
        ImportNoticeHandler,
        CorrectNoticeHandler,
        ApplySuggestionHandler,
        OpenCampaignHandler,
        IssueCampaignHandler,
        OpenPlanHandler,
        AddItemHandler,
        ChangeItemHandler,
        DropItemHandler,
        RestoreItemHandler,
        HandDownPlanHandler,
        SubmitPlanHandler,
        ReturnItemsHandler,
        ApprovePlanHandler,
        HandOverPlanHandler,
        OpenRevisionHandler,
        GiveUpRevisionHandler,
        TakeOverPlanHandler,
        AnswerPlanHandler,
        FollowPlanHandler,
        TakeOverUnitsHandler,
        TakeParentChangeHandler,
        WithdrawApprovalHandler,
        WithdrawCampaignHandler,
        WithdrawHandDownHandler,
        WithdrawNoticeHandler,
        WithdrawPlanHandler,
        WithdrawWithNoticeHandler,
        ListNoticesHandler,
        GetNoticeHandler,
        GetNoticeTextHandler,
        GetNoticeFileHandler,
        ListCampaignsHandler,
        GetCampaignHandler,
        ListPlansHandler,
        GetPlanHandler,
        GetCoverageHandler,
        GetPlanProgressHandler,
        GetDifferencesHandler,
        GetParentChangeHandler,
        SourceTexts,
        KnownNotices,
        KnownCampaigns,
        Suggestions,
        PlanDesk,
        Recipients,
        Names,
      ],
      workflows: [openPlans],
      private: { 'notice-number': 'goes', 'campaign-of-notice': 'goes' },
      messages,
    });
  }
}
