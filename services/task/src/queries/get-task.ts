import { NotFound } from '@chuangwen/kernel';
import { freshnessOf, InjectView, permit, ViewReader, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { historyView, type HistoryLine } from '../projections/history';
import { peopleOf, unitsOf, type TaskDocument } from '../projections/task-document';
import { tasksView } from '../projections/tasks';
import { NameFinder, type Names } from './names';
import { rowOf } from './rows';
import { taskInSight } from '../task/aggregate';
import type { TaskDetail } from './shapes';

export class GetTask extends Query<Answer<TaskDetail>> {
  constructor(
    readonly caller: Caller,
    readonly taskId: string,
    readonly tokens: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(GetTask)
export class GetTaskHandler implements IQueryHandler<GetTask> {
  constructor(
    @InjectView(tasksView) private readonly tasks: ViewReader<TaskDocument>,
    @InjectView(historyView) private readonly lines: ViewReader<HistoryLine>,
    private readonly names: NameFinder,
  ) {}

  async execute({ caller, taskId, tokens }: GetTask): Promise<Answer<TaskDetail>> {
    const { tenant } = permit(caller, 'task.read');
    const freshness = await freshnessOf([this.tasks, this.lines], tokens, [tenant]);
    const task = await this.tasks.get(tenant, taskId);
    if (!task || !taskInSight(caller, unitsOf(task), peopleOf(task))) throw new NotFound('task');
    const history = await this.historyOf(tenant, taskId);
    const names = await this.names.of(tenant, unitsNamed(task, history), peopleNamed(task, history));
    return { data: detail(task, history, names), freshness };
  }

  private async historyOf(tenant: string, taskId: string): Promise<HistoryLine[]> {
    const all: HistoryLine[] = [];
    for (let after = ''; ;) {
      const lines = await this.lines.find(tenant, { index: 'task', value: taskId, after, limit: 500 });
      all.push(...lines);
      const last = lines.at(-1);
      if (!last || lines.length < 500) return all;
      after = `${taskId}:${String(last.version).padStart(9, '0')}`;
    }
  }
}

const unitsNamed = (task: TaskDocument, history: readonly HistoryLine[]): string[] => [
  ...unitsOf(task),
  ...history.flatMap(({ detail }) => idsOf(detail['leadUnit'], detail['jointUnits'])),
];

const peopleNamed = (task: TaskDocument, history: readonly HistoryLine[]): string[] => [
  ...peopleOf(task),
  ...task.waived.map(({ by }) => by),
  ...history.flatMap(({ actor, detail }) => [actor.id, ...idsOf(detail['personId'], detail['leaderId'])]),
];

const idsOf = (...values: unknown[]): string[] => values.flat().filter((value) => typeof value === 'string');

function detail(task: TaskDocument, history: readonly HistoryLine[], names: Names): TaskDetail {
  const evidence = task.evidence.map(({ attachedBy, removed, ...proof }) => ({
    ...proof,
    attachedBy: names.person(attachedBy),
    removed: removed && { ...removed, by: names.person(removed.by) },
  }));
  const { review } = task;
  return {
    ...rowOf(task, names),
    evidence,
    waived: task.waived.map((one) => ({ ...one, by: names.person(one.by) })),
    review: review && {
      ...review,
      returned: [...review.returned],
      attached: [...review.attached],
      removed: [...review.removed],
    },
    history: history.map(({ version, type, at, actor, detail }) => ({
      version,
      type,
      at,
      by: { kind: actor.kind, id: actor.id, name: names.person(actor.id).name, post: actor.post ?? null },
      detail: withNames(detail, names),
    })),
  };
}

/** An assignment in the history with the names it speaks of. */
function withNames(detail: HistoryLine['detail'], names: Names): Record<string, unknown> {
  if (!('leadUnit' in detail)) return { ...detail };
  const one = (value: unknown, of: (id: string) => unknown) => (typeof value === 'string' ? of(value) : null);
  return {
    leadUnit: one(detail['leadUnit'], names.unit),
    jointUnits: idsOf(detail['jointUnits']).map(names.unit),
    person: one(detail['personId'], names.person),
    leader: one(detail['leaderId'], names.person),
  };
}
