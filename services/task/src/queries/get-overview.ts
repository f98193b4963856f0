import { InjectView, permit, tokenQuery, tokensOf, ViewReader, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idText } from '../commands/bounds';
import { SITUATIONS, tasksView, type Situation, type TaskDocument } from '../projections/tasks';
import type { TaskOverview } from './shapes';

export const overviewQuery = z.strictObject({ ...tokenQuery, campaign: idText.optional() });

export class GetOverview extends Query<Answer<TaskOverview>> {
  constructor(
    readonly caller: Caller,
    readonly filter: z.infer<typeof overviewQuery>,
  ) {
    super();
  }
}

@QueryHandler(GetOverview)
export class GetOverviewHandler implements IQueryHandler<GetOverview> {
  constructor(@InjectView(tasksView) private readonly tasks: ViewReader<TaskDocument>) {}

  async execute({ caller, filter }: GetOverview): Promise<Answer<TaskOverview>> {
    const { tenant } = permit(caller, 'task.read');
    const freshness = await this.tasks.freshness(tokensOf(filter), [tenant]);
    const rows = await this.tasks.sum(tenant, 'overview');
    const counted = rows.filter(({ key }) => filter.campaign === undefined || key === filter.campaign);
    const total = (name: string) => counted.reduce((sum, { values }) => sum + (values[name] ?? 0), 0);
    const situations = Object.fromEntries(SITUATIONS.map((name) => [name, total(name)])) as Record<Situation, number>;
    return { data: { tasks: total('tasks'), withoutPerson: total('withoutPerson'), situations }, freshness };
  }
}
