import { NotFound } from '@chuangwen/kernel';
import { freshnessOf, InjectView, permit, ViewReader, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { historyView, lineOf, type HistoryLine } from '../projections/history';
import { whole, type KeptTask } from '../projections/kept-task';
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

/** Lines of a history read at once. */
const AT_ONCE = 500;

type Line = HistoryLine & Readonly<{ version: number }>;

@QueryHandler(GetTask)
export class GetTaskHandler implements IQueryHandler<GetTask> {
  constructor(
    @InjectView(tasksView) private readonly tasks: ViewReader<KeptTask>,
    @InjectView(historyView) private readonly lines: ViewReader<HistoryLine>,
    private readonly names: NameFinder,
  ) {}

  async execute({ caller, taskId, tokens }: GetTask): Promise<Answer<TaskDetail>> {
    const { tenant } = permit(caller, 'task.read');
    const freshness = await freshnessOf([this.tasks, this.lines], tokens, [tenant]);
    const kept = await this.tasks.get(tenant, taskId);
    const task = kept && whole(kept);
    if (!task || !taskInSight(caller, unitsOf(task), peopleOf(task))) throw new NotFound('task');
    const history = await this.historyOf(tenant, task);
    const names = await this.names.of(tenant, unitsNamed(task, history), peopleNamed(task, history));
    return { data: detail(task, history, names), freshness };
  }

  /** As far as the task itself is told. */
  private async historyOf(tenant: string, { taskId, version: last }: TaskDocument): Promise<Line[]> {
    const all: Line[] = [];
    for (let from = 1; from <= last; from += AT_ONCE) {
      const versions = Array.from({ length: Math.min(AT_ONCE, last + 1 - from) }, (_, n) => from + n);
      const lines = await this.lines.many(
        tenant,
        versions.map((version) => lineOf(taskId, version)),
      );
      all.push(...lines.flatMap((line, n) => (line ? { ...line, version: versions[n]! } : [])));
    }
    return all;
  }
}

const unitsNamed = (task: TaskDocument, history: readonly Line[]): string[] => [
  ...unitsOf(task),
  ...history.flatMap(({ detail }) => idsOf(detail['leadUnit'], detail['jointUnits'])),
];

const peopleNamed = (task: TaskDocument, history: readonly Line[]): string[] => [
  ...peopleOf(task),
  ...task.waived.map(({ by }) => by),
  ...history.flatMap(({ actor, detail }) => [actor.id, ...idsOf(detail['personId'], detail['leaderId'])]),
];

const idsOf = (...values: unknown[]): string[] => values.flat().filter((value) => typeof value === 'string');

function detail(task: TaskDocument, history: readonly Line[], names: Names): TaskDetail {
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
