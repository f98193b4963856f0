import { ApiCommand, ApiQueryRoute, From, tokenQuery, tokensOf, type Caller } from '@chuangwen/platform';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { IssueCampaign, issueCampaignBody } from './commands/issue-campaign';
import { WithdrawCampaign, withdrawCampaignBody } from './commands/withdraw-campaign';
import { OpenCampaign, openCampaignBody } from './commands/open-campaign';
import { handedDown } from './commands/hand-down-plan';
import { idParam } from './fields';
import { campaignPage, campaignRow, GetCampaign, ListCampaigns } from './queries/campaigns';

const listQuery = z.strictObject(tokenQuery);
const opened = z.object({ id: z.string(), planId: z.string() }).meta({ id: 'CampaignOpened' });

@Controller('campaigns')
export class CampaignsHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiCommand('开展创建工作：依据通知，或直接填写', opened)
  @Post()
  open(@From() caller: Caller, @Body({ schema: openCampaignBody }) body: z.infer<typeof openCampaignBody>) {
    return this.commands.execute(new OpenCampaign(caller, body));
  }

  @ApiQueryRoute('本单位牵头和参加的创建工作', z.array(campaignRow))
  @Get()
  list(@From() caller: Caller, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    return this.queries.execute(new ListCampaigns(caller, tokensOf(query)));
  }

  @ApiQueryRoute('一项创建工作：要点、领导小组、印发单位', campaignPage)
  @Get(':id')
  get(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) campaignId: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ) {
    return this.queries.execute(new GetCampaign(caller, campaignId, tokensOf(query)));
  }

  @ApiCommand('印发给选定的单位', handedDown)
  @Post(':id/issue')
  issue(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) campaignId: string,
    @Body({ schema: issueCampaignBody }) body: z.infer<typeof issueCampaignBody>,
  ) {
    return this.commands.execute(new IssueCampaign(caller, campaignId, body));
  }

  @ApiCommand('撤回创建工作：印发有误，说明理由')
  @Post(':id/withdrawal')
  withdraw(
    @From() caller: Caller,
    @Param('id', { schema: idParam }) campaignId: string,
    @Body({ schema: withdrawCampaignBody }) body: z.infer<typeof withdrawCampaignBody>,
  ) {
    return this.commands.execute(new WithdrawCampaign(caller, campaignId, body));
  }
}
