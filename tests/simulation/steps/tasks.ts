import { plusDays } from '../model/days';
import { Task } from '../model/tasks';
import { acting, Wrong, type Person, type Tenant, type World } from '../world';
import type { Step } from './step';

const url = ({ id }: Task, what: string): string => `/api/task/tasks/${id}/${what}`;

const some = (world: World, fits: (task: Task) => boolean): Task | undefined =>
  world.dice.maybe(world.tasks.filter((task) => task.withdrawn === null && fits(task)));

const tenantOf = (world: World, task: Task): Tenant => world.tenants.find(({ id }) => id === task.tenant)!;
const clerkOf = (world: World, task: Task): Person => tenantOf(world, task).clerk;

/** Who works on it: the clerk where the tenant itself leads, otherwise the unit's liaison. */
function worker(world: World, task: Task): Person | null {
  const tenant = tenantOf(world, task);
  const at = [task.organisation, task.leadUnit];
  if (at.includes(tenant.root) || task.personId === tenant.clerk.holder.person) return tenant.clerk;
  const place = tenant.places.find((one) => at.includes(one.unit.id) && acting(one, world.today));
  return place ? acting(place, world.today) : null;
}

const WORKABLE: readonly Task['is'][] = ['assigned', 'in-progress', 'returned'];
const unfinished = ({ is }: Task): boolean => is !== 'accepted';

export const taskSteps: readonly Step[] = [
  {
    name: 'assign',
    weight: 16,
    async run(world) {
      const { dice, today } = world;
      const task = some(world, unfinished);
      if (!task) return null;
      const { root, clerk, places } = tenantOf(world, task);
      const place = dice.oneIn(3) ? undefined : dice.maybe(places.filter((one) => acting(one, today)));
      const leadUnit = place?.unit.id ?? root;
      const personId = place ? acting(place, today)!.holder.person : clerk.holder.person;
      await world.done(clerk, url(task, 'assignment'), { leadUnit, jointUnits: [], personId });
      task.assign(leadUnit, personId, today);
      return `“${task.title}” to ${place?.name ?? 'the tenant itself'}`;
    },
  },
  {
    name: 'set a deadline',
    weight: 8,
    async run(world) {
      const task = some(world, unfinished);
      if (!task) return null;
      const deadline = world.dice.oneIn(6) ? null : plusDays(world.today, world.dice.between(-20, 60));
      const quiet = deadline === task.deadline;
      const underReview = task.is === 'submitted' && !quiet;
      const expected = underReview ? ['task.under-review'] : 'either'; // a phase may begin later
      const done = await world.command(clerkOf(world, task), url(task, 'deadline'), { deadline }, expected);
      if (done && !quiet) task.setDeadline(deadline, world.today);
      return `“${task.title}” by ${deadline}${done ? '' : ': refused'}`;
    },
  },
  {
    name: 'report progress',
    weight: 10,
    async run(world) {
      const task = some(world, ({ is }) => WORKABLE.includes(is));
      const by = task && worker(world, task);
      if (!task || !by) return null;
      const percent = world.dice.below(101);
      const closed = task.is === 'returned' && !task.open.includes('report');
      const expected = closed ? ['task.part-not-open'] : 'done';
      const body = { percent, note: world.fresh('进展') };
      if (await world.command(by, url(task, 'progress'), body, expected)) {
        task.percent = percent;
        task.worked(world.today);
      }
      return `“${task.title}” at ${percent} %`;
    },
  },
  {
    name: 'attach evidence',
    weight: 12,
    async run(world) {
      const { dice } = world;
      const task = some(world, ({ is }) => WORKABLE.includes(is));
      const by = task && worker(world, task);
      if (!task || !by) return null;
      if (dice.oneIn(3)) {
        const content = world.fresh('工作记录，现场情况良好。');
        const path = url(task, 'evidence');
        const { answer } = await world.done<{ id: string }>(by, path, null, { file: { name: 'a.txt', text: content } });
        task.proofs.push({ id: answer.id, content });
      } else {
        const content = `https://www.example.com/${dice.below(4)}`;
        const known = task.proofs.some((proof) => proof.content === content);
        const expected = known ? ['task.evidence-known'] : 'done';
        const body = { name: '公开报道', url: content };
        const done = await world.command<{ id: string }>(by, url(task, 'evidence'), body, expected);
        if (!done) return 'known already';
        task.proofs.push({ id: done.answer.id, content });
      }
      task.worked(world.today);
      return `to “${task.title}”`;
    },
  },
  {
    name: 'remove evidence',
    weight: 2,
    async run(world) {
      const task = some(world, ({ is, proofs }) => WORKABLE.includes(is) && proofs.length > 0);
      const by = task && worker(world, task);
      if (!task || !by) return null;
      const proof = world.dice.one(task.proofs);
      const fixed = task.is === 'returned' && task.fixed.includes(proof.id);
      const expected = fixed ? ['task.part-not-open'] : 'done';
      const path = url(task, `evidence/${proof.id}/removal`);
      if (await world.command(by, path, { reason: '传错了' }, expected))
        task.proofs.splice(task.proofs.indexOf(proof), 1);
      return `of “${task.title}”`;
    },
  },
  {
    name: 'submit a task',
    weight: 16,
    async run(world) {
      const task = some(world, ({ is }) => WORKABLE.includes(is));
      const by = task && worker(world, task);
      if (!task || !by) return null;
      const missing = task.evidenceWanted && task.proofs.length === 0;
      const expected = missing ? ['task.evidence-missing'] : 'done';
      const done = await world.command(by, url(task, 'submission'), { note: '请审核' }, expected);
      if (done) task.submit(world.today);
      return `“${task.title}”${done ? '' : ': evidence is missing'}`;
    },
  },
  {
    name: 'return a task',
    weight: 4,
    async run(world) {
      const task = some(world, ({ is }) => is === 'submitted');
      if (!task) return null;
      const parts = world.dice.some(['report', ...task.proofs.map(({ id }) => id)], 2);
      const items = parts.map((item) => ({ item, reason: '请写明完成数量' }));
      await world.done(clerkOf(world, task), url(task, 'returns'), { items });
      task.giveBack(parts, world.today);
      return `“${task.title}”`;
    },
  },
  {
    name: 'accept a task',
    weight: 12,
    async run(world) {
      const task = some(world, () => true);
      if (!task) return null;
      const wait = task.is !== 'submitted' && task.is !== 'accepted';
      const expected = wait ? ['task.not-submitted'] : 'done';
      const done = await world.command(clerkOf(world, task), url(task, 'acceptance'), {}, expected);
      if (done && task.is === 'submitted') task.accept(world.today);
      return `“${task.title}”${done ? '' : ': not submitted'}`;
    },
  },
  {
    name: 'count a task in another campaign too',
    weight: 12,
    async run(world) {
      const { today } = world;
      const task = some(world, () => true);
      if (!task) return null;
      const fits = (other: Task) =>
        other.tenant === task.tenant &&
        other.campaign !== task.campaign &&
        other.shares.length === 0 &&
        (other.is === 'unassigned' || other.is === 'assigned') &&
        !task.shares.some(({ campaign }) => campaign === other.campaign);
      const covers = some(world, fits);
      if (!covers) return null;
      const body = { covers: covers.id, reason: '同一项工作' };
      await world.done(clerkOf(world, task), url(task, 'sharing'), body);
      await world.settle();
      task.share(covers, today);
      return `“${task.title}” for “${covers.title}”`;
    },
  },
  {
    name: 'no longer count it there',
    weight: 4,
    async run(world) {
      const task = some(world, ({ shares }) => shares.length > 0);
      if (!task) return null;
      const { covers } = world.dice.one(task.shares);
      await world.done(clerkOf(world, task), url(task, `sharing/${covers.id}/removal`), { reason: '分开计算' });
      await world.settle();
      task.unshare(covers, world.today);
      return `“${task.title}”`;
    },
  },
  { name: 'import a decomposition table', weight: 4, run: importTable },
];

type Preview = Readonly<{ fileHash: string; rows: readonly { title: string; taskId: string | null; fate: string }[] }>;
type Row = Readonly<{
  taskId: string;
  title: string;
  itemId: string;
  planId: string;
  measure: { itemId: string; title: string };
  phase: { phaseId: string } | null;
  deadline: string | null;
  leadUnit: { id: string } | null;
  person: { id: string } | null;
}>;

/** One task that is there is given to somebody and a day; another one is new. What the tasks then say is taken over. */
async function importTable(world: World): Promise<string | null> {
  const { dice, today } = world;
  const task = some(world, ({ is }) => is !== 'accepted' && is !== 'submitted');
  if (!task) return null;
  const tenant = tenantOf(world, task);
  const base = `/api/task/campaigns/${task.campaign}/table`;
  const list = `/api/task/tasks?campaign=${task.campaign}&limit=200`;
  const before = (await world.get<{ tasks: readonly Row[] }>(tenant.clerk, list)).tasks;
  const measure = before.find(({ taskId }) => taskId === task.id)?.measure.title;
  if (measure === undefined) throw new Wrong(`${task.id} is not among the tasks of its campaign`);
  const day = plusDays(today, dice.between(1, 90));
  const lead = dice.maybe(tenant.places.filter((place) => acting(place, today)));
  const name = lead?.unit.names.findLast(({ validFrom }) => validFrom <= today)?.value ?? '';
  const [old, fresh] = [`${task.title},${measure},${name},${day}`, `${world.fresh('表中任务')},${measure},,${day}`];
  const text = `任务,措施,牵头科室,完成时限\n${old}\n${fresh}\n`;
  const reply = await world.ask({
    ...{ as: tenant.clerk.holder, method: 'POST', url: `${base}/preview`, body: { text } },
  });
  if (reply.status !== 200) throw new Wrong(`no preview: ${reply.text.slice(0, 300)}`);
  const { fileHash } = (JSON.parse(reply.text) as { data: Preview }).data;
  const path = `${base}/imports?fileHash=${fileHash}`;
  const done = await world.done<{ added: string[]; changed: string[] }>(tenant.clerk, path, { text }, { once: true });
  await world.settle();
  const rows = (await world.get<{ tasks: readonly Row[] }>(tenant.clerk, list)).tasks;
  for (const id of [...done.answer.added, ...done.answer.changed]) {
    const row = rows.find(({ taskId }) => taskId === id);
    if (!row) throw new Wrong(`${id} came with a table and is not there`);
    adopt(world, tenant, row);
  }
  return `${done.answer.added.length} new, ${done.answer.changed.length} changed`;
}

function adopt(world: World, tenant: Tenant, row: Row): void {
  const { today } = world;
  const plan = world.plans.find(({ id }) => id === row.planId);
  if (!plan) throw new Wrong(`a task of the plan ${row.planId}, which is not known`);
  let task = world.tasks.find(({ id }) => id === row.taskId);
  if (!task) {
    const { itemId: measure } = row.measure;
    const place = { campaign: plan.campaign.id, measure, phase: row.phase?.phaseId ?? null, deadline: row.deadline };
    const { taskId, itemId, title } = row;
    task = new Task(taskId, itemId, title, plan.id, tenant.id, plan.organisation, place, null, true);
    task.note(today);
    world.tasks.push(task);
    plan.added.push(task);
  }
  if (row.leadUnit) task.assign(row.leadUnit.id, row.person?.id ?? null, today);
  if (row.deadline !== task.deadline) task.setDeadline(row.deadline, today);
}
