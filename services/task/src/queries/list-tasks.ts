import { day } from '@chuangwen/contracts';
import { InjectView, permit, tokenQuery, tokensOf, ViewReader, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { idText } from '../commands/bounds';
import { whole, type KeptTask } from '../projections/kept-task';
import { peopleOf, placeIn, SITUATIONS, unitsOf, type TaskDocument } from '../projections/task-document';
import { tasksView } from '../projections/tasks';
import { taskInSight } from '../task/aggregate';
import { NameFinder } from './names';
import { rowOf } from './rows';
import { TasksInSight } from './tasks-in-sight';
import type { TaskList } from './shapes';

export const listTasksQuery = z.strictObject({
  ...tokenQuery,
  campaign: idText.optional(),
  plan: idText.optional(),
  organisation: idText.optional(),
  leadUnit: idText.optional(),
  person: idText.optional(),
  /** `unassigned`: 待分派. Without it, all but those that are withdrawn. */
  situation: z.enum(SITUATIONS).optional(),
  /** `false`: only tasks for which no person is named. */
  named: z.enum(['true', 'false']).optional(),
  /** The recorded day (Asia/Shanghai) as of which it is told; without it, now. */
  asOf: day.optional(),
  after: idText.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
type Filter = z.infer<typeof listTasksQuery>;

export class ListTasks extends Query<Answer<TaskList>> {
  constructor(
    readonly caller: Caller,
    readonly filter: Filter,
  ) {
    super();
  }
}

/** From the narrowest index to the widest. */
const INDEXES = ['person', 'leadUnit', 'plan', 'organisation', 'campaign', 'situation'] as const;

@QueryHandler(ListTasks)
export class ListTasksHandler implements IQueryHandler<ListTasks> {
  constructor(
    @InjectView(tasksView) private readonly tasks: ViewReader<KeptTask>,
    private readonly names: NameFinder,
    private readonly sight: TasksInSight,
  ) {}

  async execute({ caller, filter }: ListTasks): Promise<Answer<TaskList>> {
    const { tenant } = permit(caller, 'task.read');
    const freshness = await this.tasks.freshness(tokensOf(filter), [tenant]);
    const { found, next } =
      filter.asOf === undefined ? await this.page(caller, filter) : await this.asOn(caller, filter);
    const names = await this.names.of(tenant, found.flatMap(unitsOf), found.flatMap(peopleOf), filter.asOf);
    return { data: { tasks: found.map((task) => rowOf(task, names)), next }, freshness };
  }

  /** As of a day nothing is indexed, so all that was there is looked through. */
  private async asOn(caller: Caller, filter: Filter): Promise<{ found: TaskDocument[]; next: string | null }> {
    const all = (await this.sight.of(caller, filter.campaign, filter.asOf)).filter((task) => fits(task, filter));
    const rest = all
      .sort((a, b) => (a.taskId < b.taskId ? -1 : 1))
      .filter(({ taskId }) => taskId > (filter.after ?? ''));
    const found = rest.slice(0, filter.limit);
    return { found, next: rest.length > found.length ? (found.at(-1)?.taskId ?? null) : null };
  }

  /** Reads on along one index until the page is full: the other filters thin it out. */
  private async page(caller: Caller, filter: Filter): Promise<{ found: TaskDocument[]; next: string | null }> {
    const index = INDEXES.find((name) => filter[name] !== undefined);
    const along = index ? { index, value: filter[index]! } : {};
    const found: TaskDocument[] = [];
    let after = filter.after;
    for (;;) {
      const limit = Math.max(200, filter.limit);
      const some = await this.tasks.find(caller.tenant, { ...along, limit, ...(after === undefined ? {} : { after }) });
      for (const task of some.map(whole)) {
        if (!fits(task, filter) || !taskInSight(caller, unitsOf(task), peopleOf(task))) continue;
        if (found.length === filter.limit) return { found, next: found.at(-1)!.taskId };
        found.push(task);
      }
      after = some.at(-1)?.taskId;
      if (some.length < limit) return { found, next: null };
    }
  }
}

type Fitting = Pick<Filter, 'campaign' | 'plan' | 'organisation' | 'leadUnit' | 'person' | 'situation' | 'named'>;

export const fits = (task: TaskDocument, filter: Fitting): boolean =>
  (filter.campaign === undefined || placeIn(task, filter.campaign) !== null) &&
  (filter.plan === undefined || task.planId === filter.plan) &&
  (filter.organisation === undefined || task.organisationId === filter.organisation) &&
  (filter.leadUnit === undefined || task.leadUnit === filter.leadUnit) &&
  (filter.person === undefined || task.personId === filter.person) &&
  (filter.situation === undefined ? task.situation !== 'withdrawn' : task.situation === filter.situation) &&
  (filter.named === undefined || (task.personId !== null) === (filter.named === 'true'));
