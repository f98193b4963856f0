import { day } from '@chuangwen/contracts';
import { Clock, dayOf, freshnessOf, permit, tokenQuery, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idText } from '../commands/bounds';
import { linesOf } from '../table/cells';
import { SITUATIONS } from '../projections/task-document';
import type { TableShape } from '../table/shapes';
import { Tables } from '../table/tables';
import { fits } from './list-tasks';

export const tableQuery = z.strictObject({
  ...tokenQuery,
  plan: idText.optional(),
  organisation: idText.optional(),
  leadUnit: idText.optional(),
  person: idText.optional(),
  situation: z.enum(SITUATIONS).optional(),
  named: z.enum(['true', 'false']).optional(),
  /** The recorded day (Asia/Shanghai) as of which it is told; without it, now. */
  asOf: day.optional(),
  format: z.enum(['json', 'xlsx', 'csv']).default('json'),
});

export class GetTable extends Query<Answer<TableShape>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly asked: z.infer<typeof tableQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetTable)
export class GetTableHandler implements IQueryHandler<GetTable> {
  constructor(
    private readonly tables: Tables,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, campaignId, asked }: GetTable): Promise<Answer<TableShape>> {
    const acting = permit(caller, 'task.read');
    const { asOf } = asked;
    const views = [this.tables.sight.tasks, this.tables.layouts, this.tables.places.orders];
    const freshness = await freshnessOf(views, tokensOf(asked), [caller.tenant]);
    await this.tables.mustHaveTasks(acting, campaignId);
    const tasks = (await this.tables.tasksOf(acting, campaignId, asOf)).filter((task) => fits(task, asked));
    const columns = await this.tables.columnsOf(caller.tenant, campaignId, tasks);
    const directory = await this.tables.directoryOf(caller.tenant, asOf);
    const lines = linesOf(tasks, columns, campaignId, directory);
    const rows = tasks.map(({ taskId }, i) => ({ taskId, cells: lines[i] ?? [] }));
    return { data: { campaignId, asOf: asOf ?? dayOf(this.clock.now()), columns, rows }, freshness };
  }
}
