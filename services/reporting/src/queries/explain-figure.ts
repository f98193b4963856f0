import { Clock, inSight, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Progress } from '../projections/progress';
import { explain, type Explained } from '../report/explanation';
import { FIGURES } from '../report/figures';
import type { Unit } from '../report/tree';
import { asked, datesOf } from './asked';
import type { ExplanationAnswer } from './shapes';
import { Sources } from './sources';

export const explanationQuery = z.strictObject({
  ...asked,
  /** Of the report's row; without it, the totals are explained. */
  key: z.string().min(1).max(64).optional(),
  figure: z.enum(FIGURES),
  after: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export class ExplainFigure extends Query<Answer<ExplanationAnswer>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly asked: z.infer<typeof explanationQuery>,
  ) {
    super();
  }
}

@QueryHandler(ExplainFigure)
export class ExplainFigureHandler implements IQueryHandler<ExplainFigure> {
  constructor(
    private readonly sources: Sources,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, campaignId, asked }: ExplainFigure): Promise<Answer<ExplanationAnswer>> {
    const dates = datesOf(asked, this.clock.now());
    const { period, asOf } = dates;
    const { by, tree, figure, after = '', limit, key = null } = asked;
    const scope = await this.sources.scopeOf(caller, asOf);
    const freshness = await this.sources.freshness(tokensOf(asked), scope);
    const { title } = await this.sources.labelsOf(caller, scope, campaignId);
    const units = await this.sources.unitsOf(caller, scope, { tree, on: period?.to ?? asOf, asOf });
    const tasks = await this.sources.tasksOf(scope, campaignId, by, key);
    const all = explain(tasks, { ...dates, by, key, figure }, { units, rootOf: scope.rootOf });
    const rest = all.filter(({ task }) => task.taskId > after && inTheSightOf(caller, task));
    const page = rest.slice(0, limit);
    const next = rest.length > limit ? (page.at(-1)?.task.taskId ?? null) : null;
    const campaign = { id: campaignId, title };
    const shown = page.map((one) => shape(one, units));
    return {
      data: { campaign, by, period, asOf, tree, key, figure, count: all.length, tasks: shown, next },
      freshness,
    };
  }
}

/** Everybody is told how many; which, a unit is told of its own only. */
const inTheSightOf = (caller: Caller, { changes }: Progress): boolean =>
  inSight(caller, 'report.read', ...changes.map(({ standing }) => standing.unit));

function shape({ tenant, task, standing, changes }: Explained, units: ReadonlyMap<string, Unit>) {
  return {
    taskId: task.taskId,
    tenant,
    number: task.number,
    title: task.title,
    unit: { id: standing.unit, name: units.get(standing.unit)?.name ?? null },
    phase: task.phase?.name ?? null,
    measure: task.measure.title,
    deadline: standing.deadline,
    situation: standing.situation,
    submittedOn: standing.submittedOn,
    events: changes.map(({ event, type, version, recordedAt }) => ({ id: event, type, version, recordedAt })),
  };
}
