import { playRound } from '@chuangwen/standalone';
import { openCity, until, type City } from './city';

jest.setTimeout(120_000);

type Tasks = { tasks: { title: string; deadline: string | null; phase: unknown; responsible: string | null }[] };

/** The round must work on any notice, and make nothing up for what it does not say. */
describe('any notice goes the whole round', () => {
  let city: City;
  beforeAll(async () => {
    city = await openCity('shuili', 'gongan');
  });
  afterAll(() => city.close());

  const play = (name: string, text: string) =>
    playRound(city.office, { name, bytes: Buffer.from(text), ours: false }, () => undefined);
  const tasksOf = async (campaignId: string) => {
    const lists = await Promise.all(
      city.office.below.map(({ clerk }) =>
        clerk.visitor.get<Tasks>(`/api/task/tasks?campaign=${campaignId}&limit=200`),
      ),
    );
    return lists.flatMap(({ tasks }) => tasks);
  };

  it('one without measures: agencies add their own, or none, and the report is empty where there is nothing', async () => {
    const bare =
      '关于召开创建工作调度会的通知\n\n各参创单位：\n定于5月6日下午3时在市民中心召开创建工作调度会，请各单位派员参加。\n\n桐泽市文明办\n2026年4月28日\n';
    const { campaignId } = await play('会议通知.txt', bare);
    expect(await tasksOf(campaignId)).toEqual([]);
    const report = await city.office.clerk.visitor.get<{ totals: { tasks: number; completeness: number | null } }>(
      `/api/reporting/campaigns/${campaignId}/report?by=unit`,
    );
    expect(report.totals).toMatchObject({ tasks: 0, completeness: null });
  });

  it('one with owner and deadline for one measure only: the other has neither, and no phase', async () => {
    const text =
      '关于开展环境整治的通知\n\n各单位：\n一、组织实施\n第一阶段：动员阶段（4月—5月）\n召开会议。\n二、工作措施\n（一）清理卫生死角。（牵头单位：市水利局；完成时限：2026年12月20日）\n（二）加强日常保洁。\n\n桐泽市文明办\n2026年4月28日\n';
    const { campaignId } = await play('整治通知.txt', text);
    const tasks = await until(
      () => tasksOf(campaignId),
      (all) => all.length > 0,
    );
    const plain = tasks.filter(({ title }) => title.includes('日常保洁'));
    expect(plain.length).toBeGreaterThan(0);
    for (const task of plain) expect(task).toMatchObject({ deadline: null, phase: null, responsible: null });
    for (const task of tasks.filter(({ title }) => title.includes('卫生死角')))
      expect(task).toMatchObject({ deadline: '2026-12-20', responsible: '市水利局' });
  });
});
