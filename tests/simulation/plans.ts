import { Task, type Leaf } from './model/tasks';
import { acting, Wrong, type Campaign, type Person, type Plan, type Tenant, type World } from './world';

/** What the page of a plan says that the simulation goes on with. */
export type PlanPage = Readonly<{
  situation: string;
  inForce: number | null;
  parentChanged: number | null;
  submission: number;
  version: number | null;
  phases: readonly Readonly<{ phaseId: string; name: string }>[];
  items: readonly Item[];
}>;
export type Item = Readonly<{
  itemId: string;
  above: string | null;
  number: string | null;
  title: string;
  text: string | null;
  phaseId: string | null;
  deadline: string | null;
  evidenceWanted: string | null;
  responsible: string | null;
  joint?: readonly string[];
  mark: 'inherited' | 'changed' | 'added' | 'dropped';
}>;

export const pageOf = (world: World, by: Person, plan: Plan): Promise<PlanPage> =>
  world.get<PlanPage>(by, `/api/campaign/plans/${plan.id}`);

/** Measures that are tasks once the plan is in force: those with nothing below them, under the measure at the top. */
export function leavesOf({ items, phases }: PlanPage): Leaf[] {
  const standing = items.filter(({ mark }) => mark !== 'dropped');
  const byId = new Map(standing.map((item) => [item.itemId, item]));
  const above = new Set(standing.map((item) => item.above));
  return standing
    .filter(({ itemId }) => !above.has(itemId))
    .map((item) => {
      let top = item;
      while (top.above !== null && byId.has(top.above)) top = byId.get(top.above)!;
      const { itemId, number, title, text, phaseId, deadline, evidenceWanted, responsible, joint = [] } = item;
      const phase = phases.find((one) => one.phaseId === phaseId) ?? null;
      const own = [item.above, number, title, text, phaseId, deadline, evidenceWanted, joint];
      const said = JSON.stringify([own, [top.itemId, top.number, top.title], phase, responsible]);
      const wanted = evidenceWanted !== null;
      return { itemId, title, measure: top.itemId, phase: phase?.phaseId ?? null, deadline, said, wanted };
    });
}

/** Whoever edits and submits it; null: nobody who may act today. */
export function editor(world: World, { tenant, organisation }: Plan): Person | null {
  if (organisation === tenant.root) return tenant.clerk;
  const place = tenant.places.find(({ unit }) => unit.id === organisation);
  return place ? acting(place, world.today) : null;
}

/** Whoever looks at it when it was submitted: the one above, or for a root plan its own organisation. */
export const reviewer = (world: World, plan: Plan): Person | null => editor(world, plan.parent ?? plan);

/** The plans that were handed down, as the command answered; those that were there before stay as they are. */
export function handed(
  world: World,
  plan: Plan,
  to: readonly Readonly<{ tenant: string; organisationId: string; planId: string }>[],
): Plan[] {
  return to.map(({ tenant: id, organisationId, planId }) => {
    const known = world.plans.find((one) => one.id === planId);
    if (known) return known;
    const tenant = world.tenants.find((one) => one.id === id);
    if (!tenant) throw new Wrong(`a plan was handed to the tenant ${id}, who is not known`);
    return newPlan(world, { id: planId, campaign: plan.campaign, tenant, organisation: organisationId, parent: plan });
  });
}

export function newPlan(
  world: World,
  given: { id: string; campaign: Campaign; tenant: Tenant; organisation: string; parent: Plan | null },
): Plan {
  const plan: Plan = {
    ...given,
    children: [],
    situation: 'drafting',
    edited: false,
    inForce: null,
    before: null,
    tasks: new Map(),
    added: [],
  };
  plan.parent?.children.push(plan);
  world.plans.push(plan);
  return plan;
}

type Row = Readonly<{ taskId: string; itemId: string; organisation: { id: string } }>;

/** In force with these measures from today: new tasks are looked up, which settles first. */
export async function inForce(world: World, plan: Plan, leaves: readonly Leaf[]): Promise<void> {
  await world.settle();
  const { today } = world;
  const gone = (plan.inForce ?? []).filter(({ itemId }) => !leaves.some((leaf) => leaf.itemId === itemId));
  const { tenant } = plan;
  const { tasks: rows } = await world.get<{ tasks: readonly Row[] }>(
    tenant.clerk,
    `/api/task/tasks?plan=${plan.id}&limit=200`,
  );
  for (const leaf of leaves) {
    const known = plan.tasks.get(leaf.itemId);
    if (known) {
      known.opened(leaf, today);
      known.evidenceWanted ||= leaf.wanted;
      continue;
    }
    const row = rows.find(({ itemId }) => itemId === leaf.itemId);
    if (!row) throw new Wrong(`the plan ${plan.id} of ${tenant.name} has no task for “${leaf.title}”`);
    const { measure, phase, deadline } = leaf;
    const place = { campaign: plan.campaign.id, measure, phase, deadline };
    const { itemId, title, said } = leaf;
    const task = new Task(row.taskId, itemId, title, plan.id, tenant.id, plan.organisation, place, said, false);
    task.evidenceWanted = leaf.wanted;
    task.note(today);
    plan.tasks.set(itemId, task);
    world.tasks.push(task);
  }
  for (const { itemId } of gone) plan.tasks.get(itemId)?.ended(today);
  for (const task of plan.added) task.resumed(today);
  [plan.situation, plan.before, plan.inForce] = ['approved', plan.inForce, leaves];
}

/** The approval counts no more. */
export function approvalWithdrawn({ today }: World, plan: Plan): void {
  const [now, then] = [plan.inForce ?? [], plan.before ?? []];
  const has = (leaves: readonly Leaf[], { itemId }: Leaf) => leaves.some((leaf) => leaf.itemId === itemId);
  for (const leaf of now) if (!has(then, leaf)) plan.tasks.get(leaf.itemId)?.ended(today);
  for (const leaf of then) if (!has(now, leaf)) plan.tasks.get(leaf.itemId)?.resumed(today);
  if (plan.before === null) for (const task of plan.added) task.ended(today);
  [plan.situation, plan.inForce, plan.before] = [plan.parent ? 'submitted' : 'drafting', plan.before, null];
}

/** It counts no more, nor does what lies over it. */
export function withdrawn(world: World, plan: Plan): void {
  for (const { itemId } of plan.inForce ?? []) plan.tasks.get(itemId)?.ended(world.today);
  for (const task of plan.added) task.ended(world.today);
  [plan.situation, plan.inForce, plan.before] = ['withdrawn', null, null];
  for (const child of plan.children.splice(0)) withdrawn(world, child);
}
