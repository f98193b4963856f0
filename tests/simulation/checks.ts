import { plusDays } from './model/days';
import { count, nothing, type Figures } from './model/figures';
import { chain, type Tree } from './model/tree';
import { checkRequest } from './steps/requests';
import { Wrong, type Campaign, type Person, type Tenant, type World } from './world';

type Row = Readonly<{
  taskId: string;
  title: string;
  situation: string;
  leadUnit: { id: string } | null;
  deadline: string | null;
  percent: number;
}>;
type Report = Readonly<{
  rows: readonly Readonly<{ key: string; figures: Figures }>[];
  totals: Figures;
  missing: number;
  unread: readonly unknown[];
}>;

/** What the views say is what the model says: tasks and plans of a tenant, and figures today or on a past day. */
export async function check(world: World): Promise<void> {
  const { dice } = world;
  const tenant = dice.one(world.tenants);
  await checkTasks(world, tenant);
  await checkPlans(world, tenant);
  const campaign = dice.maybe(world.campaigns);
  if (campaign) {
    const asOf = dice.oneIn(2) ? world.today : plusDays(world.today, -dice.below(90));
    const agency = dice.one(world.tenants);
    await checkFigures(world, world.office, campaign, asOf);
    if (agency !== world.office) await checkFigures(world, agency, campaign, asOf);
  }
  const request = dice.maybe(world.requests);
  if (request) await checkRequest(world, request);
}

/** Everything, once. */
export async function checkAll(world: World): Promise<void> {
  for (const tenant of world.tenants) {
    await checkTasks(world, tenant);
    await checkPlans(world, tenant);
    for (const campaign of world.campaigns) await checkFigures(world, tenant, campaign, world.today);
  }
  for (const request of world.requests) await checkRequest(world, request);
}

async function checkTasks(world: World, { id, name, clerk }: Tenant): Promise<void> {
  const known = world.tasks.filter(({ tenant }) => tenant === id);
  const [counting, gone] = await Promise.all([listed(world, clerk, ''), listed(world, clerk, '&situation=withdrawn')]);
  const found = [...counting, ...gone.map((row) => ({ ...row, situation: `withdrawn` }))].map((row) => ({
    ...{ id: row.taskId, title: row.title, is: row.situation, unit: row.leadUnit?.id ?? null, deadline: row.deadline },
    percent: row.percent,
  }));
  const expected = known.map((task) => ({
    ...{ id: task.id, title: task.title, is: task.withdrawn ? 'withdrawn' : task.is, unit: task.leadUnit },
    ...{ deadline: task.deadline, percent: task.percent },
  }));
  const byId = new Map(found.map((row) => [row.id, row]));
  for (const task of expected) {
    const row = byId.get(task.id);
    byId.delete(task.id);
    if (!row) throw new Wrong(`${name} does not know the task ${JSON.stringify(task)}`);
    // The words of a revision are the plan's business.
    const [a, b] = [row, task].map(({ title: _words, ...rest }) => JSON.stringify(rest, Object.keys(rest).sort()));
    if (a !== b) throw new Wrong(`${name}: a task is ${a}, expected ${b}`);
  }
  if (byId.size > 0) throw new Wrong(`${name} has tasks that nobody expects: ${JSON.stringify([...byId.values()])}`);
}

async function listed(world: World, by: Person, more: string): Promise<Row[]> {
  const all: Row[] = [];
  for (let after = ''; ;) {
    const url = `/api/task/tasks?limit=200${more}${after}`;
    const { tasks, next } = await world.get<{ tasks: Row[]; next: string | null }>(by, url);
    all.push(...tasks);
    if (next === null) return all;
    after = `&after=${next}`;
  }
}

async function checkPlans(world: World, tenant: Tenant): Promise<void> {
  type Listed = { planId: string; tenant: string; situation: string; inForce: number | null };
  const rows = await world.get<Listed[]>(tenant.clerk, '/api/campaign/plans');
  for (const plan of world.plans.filter((one) => one.tenant === tenant)) {
    const row = rows.find(({ planId }) => planId === plan.id);
    const found = row && [row.situation, row.inForce !== null].join();
    const expected = [plan.situation, plan.inForce !== null].join();
    if (found !== expected)
      throw new Wrong(
        `${tenant.name}: the plan ${plan.id} of ${plan.campaign.title} is ${found}, expected ${expected}`,
      );
  }
}

const NAMES = Object.keys(nothing()) as (keyof Figures)[];
const text = (figures: Figures): string => NAMES.map((name) => `${name} ${figures[name]}`).join(' ');

/** Totals, and every row by measure and by unit, summed up here once more. */
async function checkFigures(world: World, viewer: Tenant, campaign: Campaign, asOf: string): Promise<void> {
  const { dice } = world;
  const url = `/api/reporting/campaigns/${campaign.id}/report`;
  const takesPart =
    campaign.lead === viewer || world.plans.some((plan) => plan.campaign === campaign && plan.tenant === viewer);
  if (!takesPart) {
    const { status } = await world.ask({ as: viewer.clerk.holder, method: 'GET', url });
    if (status !== 404) throw new Wrong(`${viewer.name} has no part in ${campaign.title} and is told: ${status}`);
    return;
  }
  const period = dice.oneIn(3) ? { from: plusDays(asOf, -40), to: plusDays(asOf, 20) } : null;
  const asked = { campaign: campaign.id, asOf, period };
  const scope = new Set(viewer.office === null ? world.tenants.map(({ id }) => id) : [viewer.id]);
  const tasks = world.tasks.filter(({ tenant }) => scope.has(tenant));
  const dates = `asOf=${asOf}${period ? `&from=${period.from}&to=${period.to}` : ''}`;
  const what = `${viewer.name}, ${campaign.title}, ${dates}`;

  const totals = nothing();
  const measures = new Map<string, Figures>();
  count(tasks, asked, (_, { measure }) => [totals, sumsAt(measures, measure)]);
  const question = `${url}?by=measure&${dates}`;
  // Of a day before the campaign it is told so, and only where no task was on record either.
  const { status, text } = await world.ask({ as: viewer.clerk.holder, method: 'GET', url: question });
  if (totals.tasks === 0 && status === 422 && text.includes('report.as-of-unknown')) return;
  const byMeasure = await world.get<Report>(viewer.clerk, question);
  compare(`${what}, by measure`, byMeasure, totals, measures);

  const tree: Tree = dice.oneIn(2) ? 'line' : 'district';
  const units = new Map<string, Figures>();
  let rings = false;
  count(tasks, asked, (_, __, unit) => {
    const over = chain(world.units, unit, tree, period?.to ?? asOf, asOf);
    rings ||= over === null;
    // A viewer that is no office sees no further up than itself.
    return (over ?? []).filter((id) => scope.has(world.units.get(id)?.tenant ?? '')).map((id) => sumsAt(units, id));
  });
  const byUnit = await world.get<Report>(viewer.clerk, `${url}?by=unit&tree=${tree}&${dates}`);
  compare(`${what}, by unit on the ${tree} tree`, byUnit, totals, rings ? null : units);
}

function sumsAt(all: Map<string, Figures>, key: string): Figures {
  const sums = all.get(key) ?? nothing();
  all.set(key, sums);
  return sums;
}

/** `expected` null: the rows are not looked at. */
function compare(what: string, found: Report, totals: Figures, expected: ReadonlyMap<string, Figures> | null): void {
  if (text(found.totals) !== text(totals))
    throw new Wrong(`${what}: in all ${text(found.totals)}, expected ${text(totals)}`);
  if (found.unread.length > 0) throw new Wrong(`${what}: something can’t be read`);
  if (expected === null) return;
  const zero = text(nothing());
  const rows = new Map(found.rows.map(({ key, figures }) => [key, text(figures)]));
  for (const key of new Set([...rows.keys(), ...expected.keys()])) {
    const [is, should] = [rows.get(key) ?? zero, text(expected.get(key) ?? nothing())];
    if (is !== should) throw new Wrong(`${what}: ${key} has ${is}, expected ${should}`);
  }
}
