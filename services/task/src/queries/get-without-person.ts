import { day } from '@chuangwen/contracts';
import { Clock, dayOf, freshnessOf, permit, tokenQuery, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idText } from '../commands/bounds';
import { placeIn, type TaskDocument } from '../projections/task-document';
import { inOrder } from '../table/order';
import type { WithoutPersonShape } from '../table/shapes';
import { NameFinder } from './names';
import { PlanPlaces } from './plan-places';
import { TasksInSight } from './tasks-in-sight';

export const withoutPersonQuery = z.strictObject({
  ...tokenQuery,
  campaign: idText.optional(),
  /** The recorded day (Asia/Shanghai) as of which it is told; without it, now. */
  asOf: day.optional(),
  format: z.enum(['json', 'xlsx', 'csv']).default('json'),
});

export class GetWithoutPerson extends Query<Answer<WithoutPersonShape>> {
  constructor(
    readonly caller: Caller,
    readonly asked: z.infer<typeof withoutPersonQuery>,
  ) {
    super();
  }
}

/** No task without a named person: which still have none, by the unit that has them (the plan's own while 待分派). */
@QueryHandler(GetWithoutPerson)
export class GetWithoutPersonHandler implements IQueryHandler<GetWithoutPerson> {
  constructor(
    private readonly sight: TasksInSight,
    private readonly names: NameFinder,
    private readonly places: PlanPlaces,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, asked }: GetWithoutPerson): Promise<Answer<WithoutPersonShape>> {
    const acting = permit(caller, 'task.read');
    const { campaign = null, asOf } = asked;
    const views = [this.sight.tasks, this.places.orders];
    const freshness = await freshnessOf(views, tokensOf(asked), [caller.tenant]);
    const all = (await this.sight.of(acting, campaign ?? undefined, asOf)).filter(
      (task) => task.situation !== 'withdrawn' && (campaign === null || placeIn(task, campaign) !== null),
    );
    const byUnit = new Map<string, TaskDocument[]>();
    for (const task of await this.ordered(caller.tenant, campaign, all)) {
      if (task.personId !== null) continue;
      const unit = task.leadUnit ?? task.organisationId;
      byUnit.set(unit, [...(byUnit.get(unit) ?? []), task]);
    }
    const names = await this.names.of(caller.tenant, [...byUnit.keys()], [], asOf);
    const units = [...byUnit].map(([unit, tasks]) => ({
      unit: names.unit(unit),
      count: tasks.length,
      tasks: tasks.map((task) => lineOf(task, campaign)),
    }));
    units.sort((a, b) => b.count - a.count || ((a.unit.name ?? '') < (b.unit.name ?? '') ? -1 : 1));
    const withoutPerson = units.reduce((sum, { count }) => sum + count, 0);
    const told = {
      asOf: asOf ?? dayOf(this.clock.now()),
      tasks: all.length,
      withoutPerson,
      units,
    };
    return { data: told, freshness };
  }

  /** Each campaign's in the order of its plans. */
  private async ordered(tenant: string, asked: string | null, tasks: readonly TaskDocument[]): Promise<TaskDocument[]> {
    const byCampaign = Map.groupBy(tasks, ({ campaignId }) => asked ?? campaignId);
    const lists = [...byCampaign].map(async ([campaignId, list]) =>
      list.sort(inOrder(campaignId, await this.places.of(tenant, campaignId))),
    );
    return (await Promise.all(lists)).flat();
  }
}

function lineOf(task: TaskDocument, campaign: string | null) {
  const { measure, deadline } = placeIn(task, campaign ?? task.campaignId) ?? task;
  const { taskId, number, title, situation } = task;
  return { taskId, number, title, measure: measure.title, deadline, situation };
}
