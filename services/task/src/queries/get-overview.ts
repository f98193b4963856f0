import {
  InjectView,
  inSight,
  permit,
  tokenQuery,
  tokensOf,
  ViewReader,
  type Answer,
  type Caller,
} from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idText } from '../commands/bounds';
import { sightOf, SITUATIONS, tasksView, type Situation, type TaskDocument } from '../projections/tasks';
import { taskInSight } from '../task/aggregate';
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

/** Counts what the caller would find in the list, from the counters alone. */
@QueryHandler(GetOverview)
export class GetOverviewHandler implements IQueryHandler<GetOverview> {
  constructor(@InjectView(tasksView) private readonly tasks: ViewReader<TaskDocument>) {}

  async execute({ caller, filter }: GetOverview): Promise<Answer<TaskOverview>> {
    const { tenant } = permit(caller, 'task.read');
    const freshness = await this.tasks.freshness(tokensOf(filter), [tenant]);
    const counted = await this.counted(caller, filter.campaign);
    const total = (name: string) => counted.reduce((sum, { values }) => sum + (values[name] ?? 0), 0);
    const situations = Object.fromEntries(SITUATIONS.map((name) => [name, total(name)])) as Record<Situation, number>;
    return { data: { tasks: total('tasks'), withoutPerson: total('withoutPerson'), situations }, freshness };
  }

  private async counted(caller: Caller, campaign: string | undefined) {
    const ofCampaign = (campaignId: string) => campaign === undefined || campaignId === campaign;
    // A post at the tenant's own organisation sees all: a few rows.
    if (inSight(caller, 'task.read'))
      return (await this.tasks.sum(caller.tenant, 'overview')).filter(({ key }) => ofCampaign(key));
    return (await this.tasks.sum(caller.tenant, 'sight')).filter(({ key }) => {
      const { campaignId, units, people } = sightOf(key);
      return ofCampaign(campaignId) && taskInSight(caller, units, people);
    });
  }
}
