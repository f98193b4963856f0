import { dayOf } from '@chuangwen/platform';
import type { House } from './house';
import type { Place, Town } from './town';

/** What stands in the words of an invented notice and of those who work by it: people, and a number to ring. */
export const NAMED = [
  '程砚秋',
  '0913-5661837',
  '裴明远',
  '苏晚晴',
  '严少棠',
  '贺知章云',
  '孟庭筠',
  '陆鸣谦',
  '沈听澜',
  '郁嘉禾',
  '顾南乔',
  '方叙白',
  '纪云舒',
  '秦若虚',
] as const;
const [lead, number, deputy, asked, phased, changed, dropped, back, evidence, link, returned, removed, closed, goal] =
  NAMED;

const text = `关于印发《桐泽市运输局2026年文明创建工作实施方案》的通知

局属各单位：

现将《桐泽市运输局2026年文明创建工作实施方案》印发给你们，请遵照执行。

桐泽市运输局
2026年3月5日

桐泽市运输局2026年文明创建工作实施方案

一、指导思想

坚持为民惠民，由${goal}同志统筹创建工作。

二、实施步骤

（一）宣传发动阶段（2026年3月至4月）

由${phased}主持动员大会。

（二）全面实施阶段（2026年5月至10月）

逐项抓好落实。

三、工作措施

（一）请${lead}整治站前广场

由${lead}同志逐日巡查，联系电话${number}，${deputy}协助。

（二）规范车辆停放

每周由${deputy}通报一次。

四、工作要求

（一）压实责任。有事找${asked}。
`;

/** `documents`: whose keys hang on what was said. */
export type Lived = Readonly<{ documents: readonly string[] }>;

type Item = Readonly<{ itemId: string; title: string }>;
type HandedDown = Readonly<{ to: readonly { planId: string }[] }>;

/** The notice becomes a campaign, a unit's plan and tasks, and everybody who writes a word on the way names somebody. */
export async function liveNamed(house: House, town: Town, { people, root, section, unit }: Place): Promise<Lived> {
  const { admin, clerk, liaison, member } = people;
  const of =
    ({ session }: { session: string }) =>
    async <A = { id: string }>(path: string, body?: unknown): Promise<A> => {
      // What the command before it caused elsewhere has happened.
      await house.quiet();
      return town.made<A>(session, path, body);
    };
  const [asClerk, asLiaison, asMember] = [of(clerk), of(liaison), of(member)];

  const notice = await asClerk('/api/campaign/notices', { text });
  const campaign = await asClerk<{ id: string; planId: string }>('/api/campaign/campaigns', {
    noticeId: notice.id,
    title: '桐泽市运输局文明创建',
  });
  const plan = `/api/campaign/plans/${campaign.planId}`;
  const down = await asClerk<HandedDown>(`${plan}/hand-down`, { organisations: [unit] });
  const below = down.to[0]?.planId ?? '';
  const own = `/api/campaign/plans/${below}`;
  const { items } = await town.told<{ items: Item[] }>(liaison.session, own);
  const [first, second] = items;
  await asLiaison(`${own}/items/${first?.itemId}`, {
    title: `请${changed}整治站前广场`,
    text: `${lead}带队，电话${number}`,
    evidenceWanted: `${evidence}签字的记录`,
    responsible: changed,
  });
  await asLiaison(`${own}/items/${second?.itemId}/drop`, { reason: `${dropped}已在办` });
  await asLiaison(`${own}/submission`, { purpose: 'approval' });
  await asClerk(`${own}/returns`, { items: [{ itemId: first?.itemId, reason: `${back}有意见` }] });
  await asLiaison(`${own}/submission`, { purpose: 'approval' });
  await asClerk(`${own}/approval`);
  await asClerk(`${own}/approval/withdrawal`, { reason: `${back}说看错了` });
  await asClerk(`${own}/approval`);
  await asLiaison(`${own}/revision`, { reason: `${changed}要求调整` });
  const mistaken = await asClerk('/api/campaign/notices', { text });
  await asClerk(`/api/campaign/notices/${mistaken.id}/corrections`, { path: 'planTitle', value: `${lead}的方案` });
  await asClerk(`/api/campaign/notices/${mistaken.id}/withdrawal`, { reason: `${dropped}传错了` });
  await asClerk(`${plan}/approval`);

  const { tasks } = await town.told<{ tasks: { taskId: string; title: string }[] }>(
    clerk.session,
    `/api/task/tasks?plan=${campaign.planId}&limit=200`,
  );
  const ofUnit = await town.told<{ tasks: { taskId: string }[] }>(
    clerk.session,
    `/api/task/tasks?plan=${below}&limit=200`,
  );
  const id = tasks.find(({ title }) => title.includes(lead))?.taskId ?? '';
  const task = `/api/task/tasks/${id}`;
  await asClerk(`${task}/assignment`, { leadUnit: section, jointUnits: [unit], personId: member.id });
  await asClerk(`${task}/evidence-wanted`, { evidence: `${evidence}签字的记录` });
  await asMember(`${task}/progress`, { percent: 40, note: `${lead}已到岗` });
  const url = `https://www.example.com/tongze?who=${link}`;
  const kept = await asMember(`${task}/evidence`, { name: `${link}的报道`, url });
  const wrong = await asMember(`${task}/evidence`, { name: '另一篇', url: `${url}2` });
  await asMember(`${task}/evidence/${wrong.id}/removal`, { reason: `${removed}说传错了` });
  await asMember(`${task}/submission`, { note: `${lead}已办` });
  await asClerk(`${task}/returns`, { items: [{ item: kept.id, reason: `${returned}看不清` }] });

  const asked = await asClerk('/api/reporting/requests', {
    title: `${lead}牵头的统计`,
    basis: `${deputy}批示`,
    note: `有事找${phased}`,
    columns: [
      { title: `${goal}分管的场次`, kind: 'number' },
      { title: '经办', kind: 'choice', choices: [link, '其他'] },
      { title: '备注', kind: 'text' },
    ],
    deadline: dayOf(new Date()),
    owing: { organisations: [unit] },
  });
  const path = `/api/reporting/owed?request=${asked.id}`;
  const owed = await town.told<{ answers: { answerId: string }[] }>(liaison.session, path);
  const answerId = owed.answers[0]?.answerId ?? '';
  const sheet = { rows: [{ cells: ['3', link, `${lead}已核，电话${number}`] }], confirmed: true };
  await asClerk(`/api/reporting/requests/${asked.id}/reminders`, {});
  await asLiaison(`/api/reporting/answers/${answerId}/submission`, sheet);
  const request = `/api/reporting/requests/${asked.id}`;
  const { table } = await town.told<{ table: { rowId: string }[] }>(clerk.session, request);
  const reason = { rowId: table[0]?.rowId, reason: `${back}说场次不符` };
  await asClerk(`${request}/answers/${answerId}/returns`, { rows: [reason] });
  // A draft that nobody submits any more.
  const draft = { session: liaison.session, body: { rows: sheet.rows } };
  const saved = await house.ask('POST', `/api/reporting/answers/${answerId}/draft`, draft);
  if (saved.status !== 204) throw new Error(`the draft was not saved: ${saved.status} ${saved.text}`);
  const deadline = dayOf(new Date(Date.now() + 5 * 86_400_000));
  await asClerk(`${request}/extension`, { deadline, reason: `${changed}请假` });
  await asClerk(`${request}/withdrawal`, { reason: `${dropped}说不用报了` });

  const post = { name: '临时专班', kind: 'unit', parent: root };
  const gone = await of(admin)('/api/identity/organisations', post);
  const validTo = dayOf(new Date(Date.now() + 86_400_000));
  await of(admin)(`/api/identity/organisations/${gone.id}/closure`, { validTo, reason: `${closed}调离，专班撤销` });
  await house.quiet();
  return {
    documents: [
      notice.id,
      mistaken.id,
      campaign.id,
      campaign.planId,
      below,
      ...[...tasks, ...ofUnit.tasks].map(({ taskId }) => taskId),
      gone.id,
      asked.id,
      answerId,
    ],
  };
}
