import { plusDays } from '../model/days';
import { approvalWithdrawn, editor, handed, inForce, leavesOf, newPlan, pageOf, reviewer, withdrawn } from '../plans';
import { acting, isOpen, type Campaign, type Plan, type World } from '../world';
import type { Step } from './step';

type HandedDown = Readonly<{ to: readonly { tenant: string; organisationId: string; planId: string }[] }>;
const MAX_CAMPAIGNS = 3;
const NUMBERS = '一二三四五六';
const url = ({ id }: Plan, what: string): string => `/api/campaign/plans/${id}/${what}`;

const live = (world: World, ...situations: Plan['situation'][]): Plan | undefined =>
  world.dice.maybe(world.plans.filter(({ situation }) => situations.includes(situation)));

/** A campaign from a notice that was imported, or written by hand with phases. */
export async function openCampaign(world: World): Promise<Campaign> {
  const { dice } = world;
  const lead = dice.oneIn(3) ? dice.one(world.tenants) : world.office;
  const title = world.fresh('文明创建工作之');
  const byHand = dice.oneIn(3);
  const notice = byHand ? null : await importNotice(world, lead.name, title);
  const end = plusDays(world.today, dice.between(60, 200));
  const phases = [
    { name: '宣传发动阶段', start: null, end: null },
    { name: '集中攻坚阶段', start: world.today, end },
  ];
  const body = notice === null ? { title, phases } : { noticeId: notice };
  const path = '/api/campaign/campaigns';
  const { answer } = await world.done<{ id: string; planId: string }>(lead.clerk, path, body);
  const { today: opened } = world;
  const campaign: Campaign = { id: answer.id, title, lead, notice, opened, withdrawn: false };
  world.campaigns.push(campaign);
  const given = { id: answer.planId, campaign, tenant: lead, organisation: lead.root, parent: null };
  const plan = newPlan(world, given);
  await world.settle();
  for (let n = byHand ? dice.between(2, 4) : dice.below(2); n > 0; n -= 1) await addItem(world, plan);
  return campaign;
}

async function importNotice(world: World, issuer: string, title: string): Promise<string> {
  const { dice } = world;
  const measures = Array.from({ length: dice.between(3, 6) }, (_, i) => {
    const measure = world.fresh(dice.one(['文明交通行动', '校园环境整治', '志愿服务活动', '小区楼道清理']));
    return `（${NUMBERS[i]}）${measure}。落实到科室，责任到人，每月自查一次。`;
  });
  const lines = measures.join('\n');
  const text = `${issuer}关于${title}的通知\n局属各单位：\n一、工作措施\n${lines}\n${issuer}\n2028年1月2日\n`;
  const { clerk } = world.tenants.find(({ name }) => name === issuer)!;
  return (await world.done<{ id: string }>(clerk, '/api/campaign/notices', { text })).answer.id;
}

async function addItem(world: World, plan: Plan): Promise<string | null> {
  const by = editor(world, plan);
  if (!by) return null;
  const { dice, today } = world;
  const { items, phases } = await pageOf(world, by, plan);
  const tops = items.filter(({ above, mark }) => above === null && mark !== 'dropped');
  const above = dice.oneIn(4) ? dice.maybe(tops) : undefined;
  const body = {
    title: world.fresh('新增措施'),
    above: above?.itemId ?? null,
    phaseId: dice.oneIn(2) ? (dice.maybe(phases)?.phaseId ?? null) : null,
    deadline: dice.oneIn(3) ? null : plusDays(today, dice.between(-10, 150)),
    evidenceWanted: dice.oneIn(4) ? '现场照片' : null,
  };
  const added = await world.command(by, url(plan, 'items'), body, 'either');
  if (added) plan.edited = true;
  return body.title;
}

async function approve(world: World, plan: Plan): Promise<string | null> {
  const by = reviewer(world, plan);
  if (!by) return null;
  const page = await pageOf(world, by, plan);
  // Its reviewer may not see what it lies over: the owner's page says what will be tasks.
  const owner = editor(world, plan) ?? plan.tenant.clerk;
  const leaves = leavesOf(owner === by ? page : await pageOf(world, owner, plan));
  const seen = plan.parent && world.dice.oneIn(2) ? { submission: page.submission } : {};
  await world.done(by, url(plan, 'approval'), seen);
  await inForce(world, plan, leaves);
  return `${by.label} puts a plan of ${plan.tenant.name} in force, with ${leaves.length} tasks`;
}

export const planSteps: readonly Step[] = [
  {
    name: 'open a campaign',
    weight: 4,
    async run(world) {
      return world.campaigns.length >= MAX_CAMPAIGNS ? null : (await openCampaign(world)).title;
    },
  },
  {
    name: 'put a root plan in force',
    weight: 10,
    async run(world) {
      const plan = world.dice.maybe(
        world.plans.filter(({ parent, situation }) => parent === null && situation === 'drafting'),
      );
      return plan ? approve(world, plan) : null;
    },
  },
  {
    name: 'issue',
    weight: 4,
    async run(world) {
      const { dice } = world;
      const campaign = dice.maybe(world.campaigns.filter((one) => !one.withdrawn && one.lead === world.office));
      const below = world.tenants.slice(1);
      if (!campaign || below.length === 0) return null;
      const plan = world.plans.find((one) => one.campaign === campaign && one.parent === null)!;
      const body = dice.oneIn(3) ? { all: true } : { tenants: dice.some(below, 3).map(({ id }) => id) };
      const path = `/api/campaign/campaigns/${campaign.id}/issue`;
      const { answer } = await world.done<HandedDown>(campaign.lead.clerk, path, body);
      const plans = handed(world, plan, answer.to);
      return `${campaign.title} to ${plans.map(({ tenant }) => tenant.name).join('、')}`;
    },
  },
  {
    name: 'hand down to units',
    weight: 7,
    async run(world) {
      const { dice, today } = world;
      const plan = dice.maybe(
        world.plans.filter((one) => one.situation !== 'withdrawn' && one.organisation === one.tenant.root),
      );
      if (!plan) return null;
      const places = plan.tenant.places.filter((place) => isOpen(place, today) && acting(place, today));
      if (places.length === 0) return null;
      const organisations = dice.some(places, 3).map(({ unit }) => unit.id);
      // One that hangs elsewhere today can't be given it.
      const path = url(plan, 'hand-down');
      const done = await world.command<HandedDown>(plan.tenant.clerk, path, { organisations }, 'either');
      if (done) handed(world, plan, done.answer.to);
      return `${plan.tenant.name} to ${organisations.length} units${done ? '' : ': refused'}`;
    },
  },
  {
    name: 'take over a plan',
    weight: 10,
    async run(world) {
      const { dice } = world;
      const plan = dice.maybe(
        world.plans.filter(({ parent, situation, edited }) => parent && situation === 'drafting' && !edited),
      );
      const by = plan && editor(world, plan);
      if (!plan?.parent || !by) return null;
      const way = dice.one(['whole', 'without-paper'] as const);
      await world.done(by, url(plan, 'take-over'), { way });
      await world.settle();
      // Nobody is to look at what another tenant's plan is taken over as, nor at what has no paper.
      const atOnce = way === 'without-paper' || plan.parent.tenant !== plan.tenant;
      if (atOnce) await inForce(world, plan, leavesOf(await pageOf(world, by, plan)));
      else plan.situation = 'submitted';
      return `${by.label} takes it over: ${way}`;
    },
  },
  {
    name: 'have units take over',
    weight: 4,
    async run(world) {
      const { dice, today } = world;
      const plan = dice.maybe(
        world.plans.filter((one) => one.situation !== 'withdrawn' && one.organisation === one.tenant.root),
      );
      const places = plan?.tenant.places.filter((place) => isOpen(place, today)) ?? [];
      if (!plan || places.length === 0) return null;
      const body = { way: 'without-paper', organisations: dice.some(places, 3).map(({ unit }) => unit.id) };
      const path = url(plan, 'units/take-over');
      const done = await world.command<HandedDown>(plan.tenant.clerk, path, body, 'either');
      if (!done) return 'refused';
      const children = handed(world, plan, done.answer.to);
      await world.settle();
      for (const child of children) await adopt(world, child);
      return `${plan.tenant.name}: ${children.length} units without a paper of their own`;
    },
  },
  {
    name: 'adapt a plan',
    weight: 6,
    async run(world) {
      const plan = live(world, 'drafting');
      const by = plan && editor(world, plan);
      if (!plan || !by) return null;
      if (world.dice.oneIn(2)) return addItem(world, plan);
      const { items } = await pageOf(world, by, plan);
      const item = world.dice.maybe(items.filter(({ mark }) => mark !== 'dropped'));
      if (!item) return null;
      const path = url(plan, `items/${item.itemId}`);
      plan.edited = true;
      if (world.dice.oneIn(4) && items.filter(({ mark }) => mark !== 'dropped').length > 2) {
        await world.command(by, `${path}/drop`, { reason: '本单位没有这项职责' }, 'either');
        return `${by.label} drops “${item.title}”`;
      }
      const deadline = plusDays(world.today, world.dice.between(-5, 120));
      const change = world.dice.oneIn(2) ? { deadline } : { text: world.fresh('结合实际落实') };
      await world.command(by, path, change, 'either');
      return `${by.label} changes “${item.title}”`;
    },
  },
  {
    name: 'submit a plan',
    weight: 10,
    async run(world) {
      const plan = world.dice.maybe(
        world.plans.filter(({ parent, situation }) => parent && (situation === 'drafting' || situation === 'returned')),
      );
      const by = plan && editor(world, plan);
      if (!plan || !by) return null;
      await world.done(by, url(plan, 'submission'));
      plan.situation = 'submitted';
      return `${by.label} submits a plan`;
    },
  },
  {
    name: 'return items of a plan',
    weight: 6,
    async run(world) {
      const plan = live(world, 'submitted');
      const by = plan && reviewer(world, plan);
      if (!plan || !by) return null;
      const { items } = await pageOf(world, by, plan);
      const item = world.dice.maybe(items.filter(({ mark }) => mark !== 'dropped'));
      if (!item) return null;
      await world.done(by, url(plan, 'returns'), { items: [{ itemId: item.itemId, reason: '请写明完成时限' }] });
      plan.situation = 'returned';
      return `${by.label} returns “${item.title}”`;
    },
  },
  {
    name: 'approve a plan',
    weight: 12,
    async run(world) {
      const plan = live(world, 'submitted');
      return plan ? approve(world, plan) : null;
    },
  },
  {
    name: 'revise a plan',
    weight: 3,
    async run(world) {
      const plan = live(world, 'approved');
      const by = plan && editor(world, plan);
      if (!plan || !by) return null;
      await world.done(by, url(plan, 'revision'), { reason: '上级调整了标准' });
      [plan.situation, plan.edited] = ['drafting', true];
      return `${by.label} revises a plan`;
    },
  },
  {
    name: 'take over what changed above',
    weight: 4,
    async run(world) {
      const { dice } = world;
      const plan = dice.maybe(
        world.plans.filter(({ parent, situation }) => parent && (situation === 'drafting' || situation === 'approved')),
      );
      const by = plan && editor(world, plan);
      if (!plan || !by) return null;
      const { parentChanged } = await pageOf(world, by, plan);
      const expected = parentChanged === null ? ['plan.parent-unchanged'] : 'done';
      const done = await world.command(by, url(plan, 'parent-change'), {}, expected);
      if (done) [plan.situation, plan.edited] = ['drafting', true];
      return `${by.label} takes over changes${done ? '' : ': there are none'}`;
    },
  },
  {
    name: 'withdraw an approval',
    weight: 2,
    async run(world) {
      const plan = live(world, 'approved');
      const by = plan && reviewer(world, plan);
      if (!plan || !by) return null;
      await world.done(by, url(plan, 'approval/withdrawal'), { reason: '审定有误' });
      await world.settle();
      approvalWithdrawn(world, plan);
      return `${by.label} withdraws an approval`;
    },
  },
  {
    name: 'withdraw a hand-down',
    weight: 1,
    async run(world) {
      const plan = world.dice.maybe(world.plans.filter(({ children }) => children.length > 0));
      const by = plan && editor(world, plan);
      if (!plan || !by) return null;
      const child = world.dice.one(plan.children);
      await world.done(by, url(plan, 'hand-down/withdrawal'), { plans: [child.id], reason: '下发有误' });
      await world.settle();
      plan.children.splice(plan.children.indexOf(child), 1);
      withdrawn(world, child);
      return `${by.label} takes a plan back from ${child.tenant.name}`;
    },
  },
  {
    name: 'withdraw a campaign',
    weight: 1,
    async run(world) {
      const campaign = world.dice.maybe(world.campaigns.filter((one) => !one.withdrawn));
      if (!campaign || world.campaigns.length < 2) return null;
      const { clerk } = campaign.lead;
      await world.done(clerk, `/api/campaign/campaigns/${campaign.id}/withdrawal`, { reason: '印发有误' });
      await world.settle();
      campaign.withdrawn = true;
      for (const plan of world.plans) if (plan.campaign === campaign && plan.parent === null) withdrawn(world, plan);
      return campaign.title;
    },
  },
  {
    name: 'withdraw a notice',
    weight: 1,
    async run(world) {
      const campaign = world.dice.maybe(world.campaigns.filter(({ notice }) => notice !== null));
      if (!campaign) return null;
      const expected = campaign.withdrawn ? 'done' : ['notice.has-campaign'];
      const path = `/api/campaign/notices/${campaign.notice}/withdrawal`;
      await world.command(campaign.lead.clerk, path, { reason: '导入有误' }, expected);
      return `the notice of ${campaign.title}`;
    },
  },
];

/** What a workflow made of a plan, as its page says. */
async function adopt(world: World, plan: Plan): Promise<void> {
  const page = await pageOf(world, plan.tenant.clerk, plan);
  if (page.situation === 'approved' && plan.situation === 'drafting') await inForce(world, plan, leavesOf(page));
  plan.situation = page.situation as Plan['situation'];
}
