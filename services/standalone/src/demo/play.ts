import type { LoadedTenant, LoadedUnit, Player } from './load';
import { inParallel } from './parallel';
import { planOf, takeOver } from './plans';
import { playTasks, type Say } from './play-tasks';

type Item = Readonly<{
  itemId: string;
  above: string | null;
  number: string | null;
  title: string;
  text: string | null;
  deadline: string | null;
  phaseId: string | null;
  evidenceWanted: string | null;
}>;
type Plan = Readonly<{
  planId: string;
  phases: readonly { phaseId: string }[];
  items: readonly (Item & { mark: string })[];
}>;

export type Round = Readonly<{ noticeId: string; campaignId: string }>;

/** `ours`: the demo's own notice, of which we know honour, phases and deadlines; for any other nothing is made up. */
export type DemoNotice = Readonly<{ name: string; bytes: Uint8Array; ours: boolean }>;

/** The agency that takes the plan over whole, for all its units too. */
const AS_IT_STANDS = 3;

/** One notice all the way: read, opened as a campaign, issued, adapted, submitted, returned, approved, made into tasks, done. */
export async function playRound(office: LoadedTenant, notice: DemoNotice, say: Say): Promise<Round> {
  const { visitor } = office.clerk;
  const { id: noticeId } = await visitor.upload('/api/campaign/notices', notice.name, notice.bytes);
  say('通知已导入');
  const { id: campaignId } = await visitor.post(
    '/api/campaign/campaigns',
    await campaignFrom(office.clerk, noticeId, notice),
  );
  await planOf(office.clerk, campaignId, office.clerk);
  if (notice.ours) await giveItemsPhases(office.clerk, campaignId);
  await visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, {
    tenants: office.below.map(({ tenantId }) => tenantId),
  });
  say(`创建工作已印发给 ${office.below.length} 个单位`);
  let filed = 0;
  await inParallel(4, office.below, async (agency, i) => {
    if (i === AS_IT_STANDS) {
      await takeOver(agency, campaignId, office.clerk);
      filed += 1;
      return say(`${agency.name}：整体沿用，下属单位不另行制发，一步生效（${filed}/${office.below.length}）`);
    }
    const plan = await adaptAndFile(agency, campaignId, i, office.clerk);
    await office.clerk.visitor.get(`/api/campaign/plans/${plan}`, agency.clerk.visitor);
    if (i === 0) await returnOnce(office.clerk, agency.clerk, plan, '请写明完成时限和责任科室。', 'record');
    await office.clerk.visitor.post(`/api/campaign/plans/${plan}/approval`);
    filed += 1;
    say(`${agency.name}：方案已备案（${filed}/${office.below.length}）`);
  });
  await playTasks(office, campaignId, notice.ours, say);
  return { noticeId, campaignId };
}

/** A notice that has no title of its own is called by its file's name. */
async function campaignFrom({ visitor }: Player, noticeId: string, { name, ours }: DemoNotice): Promise<object> {
  if (ours) return { noticeId, honour: '全国文明城市', level: '国家级', term: '本年度' };
  const { content } = await visitor.get<{ content: { title: unknown; planTitle: unknown } }>(
    `/api/campaign/notices/${noticeId}`,
  );
  return content.title || content.planTitle ? { noticeId } : { noticeId, title: name };
}

/** A notice seldom says which measure belongs to which phase: the clerk does, where there are phases. */
async function giveItemsPhases(clerk: Player, campaignId: string): Promise<void> {
  const planId = await planOf(clerk, campaignId, clerk);
  const { items, phases } = await clerk.visitor.get<Plan>(`/api/campaign/plans/${planId}`);
  if (phases.length === 0) return;
  for (const [i, { itemId, phaseId, deadline }] of items.entries())
    if (!phaseId && !deadline)
      await clerk.visitor.post(`/api/campaign/plans/${planId}/items/${itemId}`, {
        phaseId: phases[i % phases.length]!.phaseId,
      });
}

/** An agency takes the plan over, or changes, adds, drops; hands it down; reviews its units' plans; files its own. */
async function adaptAndFile(agency: LoadedTenant, campaignId: string, i: number, superior: Player): Promise<string> {
  const planId = await planOf(agency.clerk, campaignId, superior);
  await adapt(agency.clerk, planId, i);
  await handDown(agency.clerk, planId, campaignId, agency.units, i);
  if (agency.below.length > 0) {
    await agency.clerk.visitor.post(`/api/campaign/plans/${planId}/hand-down`, {
      tenants: agency.below.map(({ tenantId }) => tenantId),
    });
    for (const below of agency.below) {
      const plan = await adaptAndFile(below, campaignId, i + 1, agency.clerk);
      await agency.clerk.visitor.get(`/api/campaign/plans/${plan}`, below.clerk.visitor);
      await agency.clerk.visitor.post(`/api/campaign/plans/${plan}/approval`);
    }
  }
  await agency.clerk.visitor.post(`/api/campaign/plans/${planId}/submission`, { purpose: 'record' });
  return planId;
}

/** Units below submit their own plans; the first gets an item back and mends it; all are approved. */
async function handDown(
  superior: Player,
  planId: string,
  campaignId: string,
  units: readonly LoadedUnit[],
  i: number,
): Promise<void> {
  const playing = units.filter((unit): unit is LoadedUnit & { liaison: Player } => unit.liaison !== null);
  if (playing.length === 0) return;
  await superior.visitor.post(`/api/campaign/plans/${planId}/hand-down`, {
    organisations: playing.map(({ organisationId }) => organisationId),
  });
  for (const [n, unit] of playing.entries()) {
    const own = await planOf(unit.liaison, campaignId, superior);
    await adapt(unit.liaison, own, i + n);
    await handDown(unit.liaison, own, campaignId, unit.below, i + n);
    await unit.liaison.visitor.post(`/api/campaign/plans/${own}/submission`, { purpose: 'approval' });
    await superior.visitor.get(`/api/campaign/plans/${own}`, unit.liaison.visitor);
    if (n === 0) await returnOnce(superior, unit.liaison, own, '请补充具体做法和完成时限。', 'approval');
    await superior.visitor.post(`/api/campaign/plans/${own}/approval`);
  }
}

async function adapt({ visitor, organisation }: Player, planId: string, i: number): Promise<void> {
  const path = `/api/campaign/plans/${planId}`;
  const { items } = await visitor.get<Plan>(path);
  const tops = items.filter(({ above }) => above === null);
  const [first, last] = [tops[0], tops.at(-1)];
  if (i % 3 === 0 || !first || !last) return; // taken over as it is
  await visitor.post(`${path}/items/${first.itemId}`, {
    ...changeable(first),
    text: `${first.text ?? first.title}（${organisation}结合实际，每月自查一次并建立台账。）`,
    evidenceWanted: '每月自查记录和现场照片',
  });
  await visitor.post(`${path}/items`, {
    above: null,
    number: null,
    title: `设立${organisation}文明创建宣传栏`,
    text: '每季度更新一次。',
    evidenceWanted: '宣传栏照片',
  });
  if (i % 3 === 2 && tops.length > 3)
    await visitor.post(`${path}/items/${last.itemId}/drop`, { reason: '本单位没有这项职责。' });
}

/** One item goes back with a reason; its owner mends that one and submits again. */
async function returnOnce(
  reviewer: Player,
  owner: Player,
  planId: string,
  reason: string,
  purpose: 'approval' | 'record',
): Promise<void> {
  const path = `/api/campaign/plans/${planId}`;
  const { items } = await reviewer.visitor.get<Plan>(path, owner.visitor);
  const item = items.find(({ above, mark }) => above === null && mark !== 'dropped');
  if (!item) return;
  await reviewer.visitor.post(`${path}/returns`, { items: [{ itemId: item.itemId, reason }] });
  await owner.visitor.get<Plan>(path, reviewer.visitor);
  await owner.visitor.post(`${path}/items/${item.itemId}`, {
    ...changeable(item),
    text: `${item.text ?? item.title}（责任到人，逐月推进，年底前完成。）`,
  });
  await owner.visitor.post(`${path}/submission`, { purpose });
  await reviewer.visitor.get<Plan>(path, owner.visitor);
}

const changeable = ({ number, title, text, deadline, phaseId, evidenceWanted }: Item) => ({
  number,
  title,
  text,
  deadline,
  phaseId,
  evidenceWanted,
});
