import { day } from '@chuangwen/contracts';
import {
  Clock,
  asOfDay,
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
import type { KeptTask } from '../projections/kept-task';
import { LIVE, SITUATIONS, type Situation } from '../projections/task-document';
import { campaignOf, sightOf, tasksView } from '../projections/tasks';
import { taskInSight } from '../task/aggregate';
import type { TaskOverview } from './shapes';

export const overviewQuery = z.strictObject({
  ...tokenQuery,
  campaign: idText.optional(),
  /** The recorded day (Asia/Shanghai) as of which it is told; without it, now. */
  asOf: day.optional(),
});

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
  constructor(
    @InjectView(tasksView) private readonly tasks: ViewReader<KeptTask>,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, filter }: GetOverview): Promise<Answer<TaskOverview>> {
    const { tenant } = permit(caller, 'task.read');
    asOfDay(filter.asOf, this.clock.now());
    const freshness = await this.tasks.freshness(tokensOf(filter), [tenant]);
    const counted = await this.counted(caller, filter.campaign, filter.asOf);
    const total = (name: string) => counted.reduce((sum, { values }) => sum + (values[name] ?? 0), 0);
    const situations = Object.fromEntries(SITUATIONS.map((name) => [name, total(name)])) as Record<Situation, number>;
    const tasks = LIVE.reduce((sum, name) => sum + situations[name], 0);
    return { data: { tasks, withoutPerson: total('withoutPerson'), situations }, freshness };
  }

  private async counted(caller: Caller, campaign: string | undefined, until: string | undefined) {
    // A task that several campaigns share counts in each of them, and once in all.
    const asked = ({ campaignId, shared }: { campaignId: string; shared: boolean }) =>
      campaign === undefined ? !shared : campaignId === campaign;
    const options = until === undefined ? {} : { until };
    // A post at the tenant's own organisation sees all: a few rows.
    if (inSight(caller, 'task.read'))
      return (await this.tasks.sum(caller.tenant, 'overview', options)).filter(({ key }) => asked(campaignOf(key)));
    return (await this.tasks.sum(caller.tenant, 'sight', options)).filter(({ key }) => {
      const sight = sightOf(key);
      return asked(sight) && taskInSight(caller, sight.units, sight.people);
    });
  }
}
