import type { Visitor } from './client';
import type { LoadedTenant, LoadedUnit, Player } from './load';
import { eventually, inParallel } from './parallel';
import { dayFromNow } from './days';

/** Told what happens, step by step. */
export type Say = (text: string) => void;

type PlanItem = Readonly<{ itemId: string; above: string | null; mark: string }>;
type Task = Readonly<{
  taskId: string;
  organisationId: string;
  title: string;
  deadline: string | null;
  phase: { end: string | null } | null;
}>;
/** Whoever assigns and reviews at an organisation, and whom the work may go to. */
type Desk = Readonly<{
  head: Player;
  targets: readonly { organisationId: string; people: readonly string[] }[];
  leaders: readonly string[];
}>;

/** Measures in force are assigned, worked on, proved, submitted, and accepted or sent back. One in eight stays 待分派. */
export async function playTasks(office: LoadedTenant, campaignId: string, ours: boolean, say: Say): Promise<void> {
  const desks = office.below.flatMap(desksOf);
  let done = 0;
  let accepted = 0;
  await inParallel(6, desks, async (desk) => {
    const tasks = await tasksOf(desk, campaignId);
    for (const [n, task] of tasks.entries()) if (n % 8 !== 7 && (await work(desk, task, n, ours))) accepted += 1;
    done += tasks.length;
  });
  say(`${desks.length} 个单位共 ${done} 项任务，已办结 ${accepted} 项`);
}

function desksOf(tenant: LoadedTenant): Desk[] {
  const own: Desk = { head: tenant.clerk, targets: tenant.sections, leaders: tenant.leaders };
  return [own, ...tenant.units.flatMap(unitDesks), ...tenant.below.flatMap(desksOf)];
}

function unitDesks(unit: LoadedUnit): Desk[] {
  if (!unit.liaison) return [];
  const target = { organisationId: unit.organisationId, people: [unit.liaison.personId] };
  return [{ head: unit.liaison, targets: [target], leaders: [] }, ...unit.below.flatMap(unitDesks)];
}

/** Tasks are opened by a workflow once the plan is in force: one for each item that no other stands below. */
async function tasksOf({ head: { visitor, organisationId, organisation } }: Desk, campaignId: string): Promise<Task[]> {
  const where = `campaign=${campaignId}&organisation=${organisationId}`;
  const [plan] = await visitor.get<{ planId: string }[]>(`/api/campaign/plans?${where}`);
  if (!plan) throw new Error(`${organisation} has no plan`);
  const { items } = await visitor.get<{ items: PlanItem[] }>(`/api/campaign/plans/${plan.planId}`);
  const standing = items.filter(({ mark }) => mark !== 'dropped');
  const expected = standing.filter(({ itemId }) => !standing.some(({ above }) => above === itemId)).length;
  return eventually(
    () => allTasks(visitor, where),
    (tasks) => tasks.length >= expected,
  );
}

async function allTasks(visitor: Visitor, where: string): Promise<Task[]> {
  const all: Task[] = [];
  for (let after = ''; ;) {
    const page = `/api/task/tasks?${where}&limit=200${after && `&after=${after}`}`;
    const { tasks, next } = await visitor.get<{ tasks: Task[]; next: string | null }>(page);
    all.push(...tasks);
    if (next === null) return all;
    after = next;
  }
}

/** Returns whether the task was accepted. */
async function work(
  { head, targets, leaders }: Desk,
  { taskId, title, deadline, phase }: Task,
  n: number,
  ours: boolean,
): Promise<boolean> {
  const { visitor } = head;
  const path = `/api/task/tasks/${taskId}`;
  const target = targets[n % targets.length];
  if (!target) return false;
  const joint = targets.length > 1 ? [targets[(n + 1) % targets.length]!.organisationId] : [];
  const leaderId = leaders[n % leaders.length] ?? null;
  await visitor.post(`${path}/assignment`, {
    leadUnit: target.organisationId,
    jointUnits: joint,
    personId: target.people[0] ?? null,
    leaderId,
  });
  if (ours && !deadline && n % 2 === 0)
    await visitor.post(`${path}/deadline`, { deadline: phase?.end?.length === 10 ? phase.end : dayFromNow(25) });
  await visitor.post(`${path}/evidence-wanted`, { evidence: '工作记录或现场照片一份' });
  await visitor.post(`${path}/progress`, { percent: 40, note: '已制定计划，责任到人。' });
  if (n % 4 === 3) return false; // under way
  await visitor.post(`${path}/progress`, { percent: 100, note: '已按要求完成。' });
  const proof = new TextEncoder().encode(
    `工作记录\n\n${title}\n单位：${head.organisation}\n已按要求完成，现场情况良好。\n`,
  );
  if (n % 3 === 1)
    await visitor.post(`${path}/evidence`, { name: '公开报道', url: 'https://www.example.com/tongze/wenming' });
  else await visitor.upload(`${path}/evidence`, '工作记录.txt', proof);
  await visitor.post(`${path}/submission`, { note: '已完成，请审核。' });
  if (n % 5 === 2) {
    await visitor.post(`${path}/returns`, { items: [{ item: 'report', reason: '请写明完成数量。' }] });
    await visitor.post(`${path}/progress`, { percent: 100, note: '共完成 12 处，已逐一核对。' });
    await visitor.post(`${path}/submission`, { note: '已补充数量。' });
  }
  if (n % 6 === 4) return false; // waits for review
  await visitor.post(`${path}/acceptance`, { note: '符合要求。' });
  return true;
}
