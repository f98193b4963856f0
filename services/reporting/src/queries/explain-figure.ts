import { Clock, inSight, tokensOf, type Answer, type Caller } from '@chuangwen/platform';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { unitsOf, type Progress } from '../projections/progress';
import type { ByLeaf } from '../report/block';
import { explain, isBelow, type Explained, type Question } from '../report/explanation';
import { FIGURES } from '../report/figures';
import type { Frame } from '../report/frame';
import { FEWEST, NONE } from '../report/keys';
import { asked, datesOf } from './asked';
import { Figuring } from './figuring';
import type { Scope } from './places';
import type { ExplanationAnswer } from './shapes';
import { Sources } from './sources';

export const explanationQuery = z.strictObject({
  ...asked,
  /** Of the report's row; without it, the totals are explained. */
  key: z.string().min(1).max(64).optional(),
  figure: z.enum(FIGURES),
  /** What the page before said as `next`. */
  after: z.string().min(1).max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** A table holds all there are, as far as `MOST`. */
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
});

/** Tasks in one table: what a person can still look through. */
export const MOST = 10_000;

export class ExplainFigure extends Query<Answer<ExplanationAnswer>> {
  constructor(
    readonly caller: Caller,
    readonly campaignId: string,
    readonly asked: z.infer<typeof explanationQuery>,
  ) {
    super();
  }
}

/** Documents read at once. */
const BATCH = 500;

type Found = Explained & Readonly<{ tenant: string }>;

/** Counted from the counters, like the figure itself; read tenant by tenant, and no further than the page needs. */
@QueryHandler(ExplainFigure)
export class ExplainFigureHandler implements IQueryHandler<ExplainFigure> {
  constructor(
    private readonly sources: Sources,
    private readonly figuring: Figuring,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, campaignId, asked }: ExplainFigure): Promise<Answer<ExplanationAnswer>> {
    const dates = datesOf(asked, this.clock.now());
    const { period, asOf } = dates;
    const { by, tree, figure, after = '', key = null } = asked;
    const limit = asked.format === 'json' ? asked.limit : MOST;
    const scope = await this.sources.places.scopeOf(caller, asOf);
    const { freshness } = await this.sources.standing(tokensOf(asked), scope);
    const title = await this.sources.titleOf(caller, campaignId);
    await this.sources.mustBeKnownOn(caller, campaignId, asOf);
    const frame = await this.sources.places.frameOf(caller, scope, { tree, on: period?.to ?? asOf, asOf });
    const question = { ...dates, campaignId, by, key, figure };
    const counts = await this.countsOf(scope, frame, question);
    const found = await this.page(caller, scope, frame, question, [...counts.keys()].sort(), cursor(after), limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? `${part(last.tenant)}|${part(last.task.taskId)}` : null;
    const count = [...counts.values()].reduce((sum, one) => sum + one, 0);
    const tasks = page.map((one) => shape(one, frame, caller));
    const campaign = { id: campaignId, title };
    return { data: { campaign, by, period, asOf, tree, key, figure, count, tasks, next }, freshness };
  }

  /** By tenant, how many tasks make up the figure; those without any are left out. */
  private async countsOf(scope: Scope, frame: Frame, question: Question): Promise<Map<string, number>> {
    const { campaignId, by, key } = question;
    const figure = FIGURES.indexOf(question.figure);
    const { tenants } = scope.scope;
    const counts = new Map<string, number>();
    if (by === 'unit' && key !== null) {
      const part = { under: frame.numberOf.has(key) ? key : null, levels: frame.numberOf.has(key) ? 1 : null };
      for (const one of await this.figuring.ofTenants(scope, campaignId, question, frame, part)) {
        const below = (leaf: string | null) => isBelow(frame, leaf ?? '', key, one.root);
        counts.set(one.tenant, 'whole' in one ? one.whole[figure]! : sumOf(one.detail, below, figure));
      }
    } else {
      const blocks = await this.sources.countersOf(scope, campaignId, key === null ? FEWEST : by, tenants);
      const wanted = (leaf: string | null) => key === null || (leaf ?? NONE) === key;
      for (const [i, tenant] of tenants.entries())
        counts.set(tenant, sumOf(blocks[i]!.figures(question), wanted, figure));
    }
    return new Map([...counts].filter(([, count]) => count > 0));
  }

  private async page(
    caller: Caller,
    { scope, rootOf }: Scope,
    frame: Frame,
    question: Question,
    tenants: readonly string[],
    from: Readonly<{ tenant: string; task: string }>,
    wanted: number,
  ): Promise<Found[]> {
    const { campaignId, by, key } = question;
    const along =
      by === 'measure' && key !== null ? { index: 'measure', value: key } : { index: 'campaign', value: campaignId };
    const found: Found[] = [];
    for (const tenant of tenants.filter((one) => one >= from.tenant)) {
      const belongs = (unit: string) => key === null || isBelow(frame, unit, key, rootOf.get(tenant));
      for (let after = tenant === from.tenant ? from.task : ''; ;) {
        const batch = await this.sources.progress.findAcross(scope, { ...along, after, limit: BATCH }, [tenant]);
        for (const { document } of batch) {
          const explained = explain(document, question, belongs);
          if (explained && inTheSightOf(caller, document)) found.push({ tenant, ...explained });
          if (found.length === wanted) return found;
        }
        if (batch.length < BATCH) break;
        after = batch.at(-1)!.document.taskId;
      }
    }
    return found;
  }
}

const part = encodeURIComponent;

/** What nobody could have been told begins at the beginning. */
function cursor(after: string): { tenant: string; task: string } {
  const [tenant = '', task = ''] = after.split('|');
  try {
    return { tenant: decodeURIComponent(tenant), task: decodeURIComponent(task) };
  } catch {
    return { tenant: '', task: '' };
  }
}

function sumOf(byLeaf: ByLeaf, wanted: (leaf: string | null) => boolean, figure: number): number {
  let sum = 0;
  for (const [leaf, values] of byLeaf) if (wanted(leaf)) sum += values[figure]!;
  return sum;
}

/** Everybody is told how many; which, a unit is told of its own only. */
const inTheSightOf = (caller: Caller, task: Progress): boolean => inSight(caller, 'report.read', ...unitsOf(task));

/** Whose it was first, for that is whose plan it stands in, and who has it now: a unit that only had it once can't open it. */
const hereNow = (task: Progress): string[] => unitsOf(task).filter((_, at, all) => at === 0 || at === all.length - 1);

function shape({ tenant, task, standing, place, steps }: Found, { numberOf, names }: Frame, caller: Caller) {
  return {
    taskId: task.taskId,
    tenant,
    readable: tenant === caller.tenant && inSight(caller, 'task.read', ...hereNow(task)),
    number: task.number,
    title: task.title,
    unit: { id: standing.unit, name: names[numberOf.get(standing.unit) ?? -1] ?? null },
    phase: place.phase?.name ?? null,
    measure: place.measure.title,
    deadline: place.deadline,
    situation: standing.situation,
    submittedOn: standing.submittedOn,
    events: steps.map(({ id, is, v, at }) => ({
      id,
      type: `task.${is}` as const,
      version: v,
      recordedAt: new Date(at).toISOString(),
    })),
  };
}
