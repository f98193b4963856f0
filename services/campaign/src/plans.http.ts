import { ApiCommand, ApiQueryRoute, From, madeId, tokenQuery, tokensOf, type Caller } from '@chuangwen/platform';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { AddItem, addItemBody } from './commands/add-item';
import { ApprovePlan, approvePlanBody } from './commands/approve-plan';
import { ChangeItem, changeItemBody } from './commands/change-item';
import { DropItem, dropItemBody } from './commands/drop-item';
import { handedDown, HandDownPlan, handDownPlanBody } from './commands/hand-down-plan';
import { RestoreItem } from './commands/restore-item';
import { ReturnItems, returnItemsBody } from './commands/return-items';
import { SubmitPlan, submitPlanBody } from './commands/submit-plan';
import { idParam } from './fields';
import { planPage, planRow } from './queries/plan-page';
import { GetPlan, ListPlans, plansFilter } from './queries/plans';

const plansQuery = z.strictObject({ ...plansFilter, ...tokenQuery });
const oneQuery = z.strictObject(tokenQuery);
/** Who says nothing of what they have seen need not send a body. */
const approval = approvePlanBody.nullish();
const planId = () => Param('id', { schema: idParam });
const itemId = () => Param('item', { schema: idParam });

@Controller('plans')
export class PlansHttp {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiQueryRoute('本单位的方案和报送到本单位的方案', z.array(planRow))
  @Get()
  list(@From() caller: Caller, @Query({ schema: plansQuery }) query: z.infer<typeof plansQuery>) {
    return this.queries.execute(new ListPlans(caller, query, tokensOf(query)));
  }

  @ApiQueryRoute('一份方案：逐条内容、增改删、状态与来源', planPage)
  @Get(':id')
  get(@From() caller: Caller, @planId() id: string, @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>) {
    return this.queries.execute(new GetPlan(caller, id, tokensOf(query)));
  }

  @ApiCommand('增加一条', madeId)
  @Post(':id/items')
  add(@From() caller: Caller, @planId() id: string, @Body({ schema: addItemBody }) body: z.infer<typeof addItemBody>) {
    return this.commands.execute(new AddItem(caller, id, body));
  }

  @ApiCommand('修改一条')
  @Post(':id/items/:item')
  change(
    @From() caller: Caller,
    @planId() id: string,
    @itemId() item: string,
    @Body({ schema: changeItemBody }) body: z.infer<typeof changeItemBody>,
  ) {
    return this.commands.execute(new ChangeItem(caller, id, item, body));
  }

  @ApiCommand('删减一条，说明理由')
  @Post(':id/items/:item/drop')
  drop(
    @From() caller: Caller,
    @planId() id: string,
    @itemId() item: string,
    @Body({ schema: dropItemBody }) body: z.infer<typeof dropItemBody>,
  ) {
    return this.commands.execute(new DropItem(caller, id, item, body));
  }

  @ApiCommand('恢复为上级方案的原样')
  @Post(':id/items/:item/restore')
  restore(@From() caller: Caller, @planId() id: string, @itemId() item: string) {
    return this.commands.execute(new RestoreItem(caller, id, item));
  }

  @ApiCommand('下发给下一级单位', handedDown)
  @Post(':id/hand-down')
  handDown(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: handDownPlanBody }) body: z.infer<typeof handDownPlanBody>,
  ) {
    return this.commands.execute(new HandDownPlan(caller, id, body));
  }

  @ApiCommand('报送上级：审定或备案')
  @Post(':id/submission')
  submit(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: submitPlanBody }) body: z.infer<typeof submitPlanBody>,
  ) {
    return this.commands.execute(new SubmitPlan(caller, id, body));
  }

  @ApiCommand('退回若干条，逐条说明理由')
  @Post(':id/returns')
  return(
    @From() caller: Caller,
    @planId() id: string,
    @Body({ schema: returnItemsBody }) body: z.infer<typeof returnItemsBody>,
  ) {
    return this.commands.execute(new ReturnItems(caller, id, body));
  }

  @ApiCommand('审定（备案的予以备案），方案生效')
  @Post(':id/approval')
  approve(@From() caller: Caller, @planId() id: string, @Body({ schema: approval }) body: z.infer<typeof approval>) {
    return this.commands.execute(new ApprovePlan(caller, id, body ?? {}));
  }
}
