import type { LoadedTenant, LoadedUnit, Player } from '@chuangwen/standalone';
import { Visitor, DEMO_PASSWORD } from '@chuangwen/standalone';
import { agency, noticeText, openCity, refusal, until, type City } from './city';
import { Browser, codesIn } from './desk';

jest.setTimeout(120_000);

type Field = { value: string; place: { start: number; end: number } | null; inferred: boolean; warnings: unknown[] };
type Content = {
  title: Field;
  docNumber: Field;
  phases: { name: Field; start: Field }[];
  measures: { title: Field }[];
};
type PlanRow = { planId: string; organisationId: string; situation: string };
type Item = {
  itemId: string;
  above: string | null;
  title: string;
  mark: string;
  situation: string;
  returnReason: string | null;
  itemRevision: number;
  lineage: { organisationId: string; did: string }[];
};
type Plan = PlanRow & { version: number; items: Item[]; phases: { phaseId: string; start: string }[] };
type Coverage = { totals: Record<string, number>; measures: { title: string; dropped: { reason: string }[] }[] };
type Task = {
  taskId: string;
  situation: string;
  title: string;
  person: unknown;
  leadUnit: { name: string } | null;
  version: number;
};
type Figures = { tasks: number; accepted: number; submitted: number; completeness: number | null };
type Report = { rows: { key: string; name: string; depth: number; figures: Figures }[]; totals: Figures };

/** One notice all the way, as a story: each test goes on where the one before it stopped. */
describe('one notice all the way', () => {
  let city: City;
  let office: LoadedTenant;
  let traffic: LoadedTenant;
  let education: LoadedTenant;
  let unit: LoadedUnit & { liaison: Player };
  let noticeId: string;
  let campaignId: string;
  let planId: string;
  let unitPlan: string;

  beforeAll(async () => {
    city = await openCity('jiaotong', 'jiaoyu', 'shuili');
    office = city.office;
    traffic = agency(office, '交通运输局');
    education = agency(office, '教育局');
    unit = traffic.units.find((u): u is LoadedUnit & { liaison: Player } => u.liaison !== null)!;
  });
  afterAll(() => city.close());

  const planOf = async (player: Player) =>
    (
      await until(
        () =>
          player.visitor.get<PlanRow[]>(
            `/api/campaign/plans?campaign=${campaignId}&organisation=${player.organisationId}`,
          ),
        (plans) => plans.length === 1,
      )
    )[0]!.planId;
  const plan = (player: Player, id: string, ...after: Player[]) =>
    player.visitor.get<Plan>(`/api/campaign/plans/${id}`, ...after.map(({ visitor }) => visitor));
  const act = (player: Player, id: string, what: string, body: unknown = {}) =>
    player.visitor.post<unknown>(`/api/campaign/plans/${id}/${what}`, body);

  it('an administrator of an agency sees only their own; the office sees its agencies', async () => {
    const admin = await Visitor.signIn(city.server.url, 'jiaotong-admin', DEMO_PASSWORD);
    const mine = await admin.get<{ id: string; name: string }[]>('/api/identity/tenants');
    expect(mine.map(({ name }) => name)).toEqual(['桐泽市交通运输局']);
    const people = await admin.get<{ name: string }[]>('/api/identity/people');
    const organisations = await admin.get<{ name: string }[]>('/api/identity/organisations');
    expect(organisations.map(({ name }) => name)).not.toContain('桐泽市图书馆');
    expect(people.length).toBeGreaterThan(10);
    const chief = await Visitor.signIn(city.server.url, 'wenmingban-admin', DEMO_PASSWORD);
    expect(await chief.get<unknown[]>('/api/identity/tenants')).toHaveLength(4);
  });

  it('the clerk imports it: every field has its place; what was concluded is marked and can be corrected', async () => {
    const { visitor } = office.clerk;
    ({ id: noticeId } = await visitor.upload('/api/campaign/notices', '方案.txt', Buffer.from(noticeText())));
    const path = `/api/campaign/notices/${noticeId}`;
    const { content } = await visitor.get<{ content: Content }>(path);
    const { text } = await visitor.get<{ text: string }>(`${path}/text`);
    const fields = [
      content.title,
      content.docNumber,
      ...content.phases.map(({ name }) => name),
      ...content.measures.map(({ title }) => title),
    ];
    for (const { value, place } of fields) expect(plain(text.slice(place!.start, place!.end))).toContain(plain(value));
    expect(content.measures).toHaveLength(8);
    await visitor.post(`${path}/corrections`, { path: 'phases.0.name', value: '动员部署' });
    const after = await visitor.get<{ content: Content; corrections: unknown[] }>(path);
    expect(after.content.phases[0]!.name.value).toBe('动员部署');
    expect(after.corrections).toHaveLength(1);
  });

  it('pasted text is a notice too, with an inferred year said to be inferred', async () => {
    const pasted =
      '桐泽市水利局关于开展河道清洁行动的通知\n局属各单位：\n一、工作安排\n第一阶段：宣传发动阶段（4—5月）\n印发通知，动员部署。\n二、工作措施\n（一）清理河道垃圾\n（二）加强日常巡查\n桐泽市水利局\n2026年4月2日\n';
    const { id } = await office.clerk.visitor.post('/api/campaign/notices', { text: pasted });
    const { content } = await office.clerk.visitor.get<{ content: Content }>(`/api/campaign/notices/${id}`);
    expect(content.phases[0]!.start).toMatchObject({ value: '2026-04', inferred: true });
    expect(content.phases[0]!.start.warnings).not.toHaveLength(0);
  });

  it('it becomes a campaign and is issued to chosen agencies only', async () => {
    const { visitor } = office.clerk;
    ({ id: campaignId } = await visitor.post('/api/campaign/campaigns', {
      noticeId,
      honour: '全国文明城市',
      level: '国家级',
      term: '本年度',
    }));
    await planOf(office.clerk);
    await visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, {
      tenants: [traffic.tenantId, education.tenantId],
    });
    const campaign = await visitor.get<{ brief: { title: string; phases: unknown[]; requirements: unknown[] } }>(
      `/api/campaign/campaigns/${campaignId}`,
    );
    expect(campaign).toMatchObject({ leading: { leadingGroup: { leader: '沈怀川' } } });
    planId = await planOf(traffic.clerk);
    await planOf(education.clerk);
    const left = agency(office, '水利局').clerk;
    expect(await refusal(plan(left, planId))).toMatchObject({ status: 404, code: 'not-found' });
    expect(await left.visitor.get<PlanRow[]>('/api/campaign/plans')).toEqual([]);
  });

  it('the agency changes, adds and drops with a reason, and hands it down', async () => {
    const { items } = await plan(traffic.clerk, planId);
    expect(items.every(({ mark }) => mark === 'inherited')).toBe(true);
    const tops = items.filter(({ above }) => above === null);
    await act(traffic.clerk, planId, `items/${tops[0]!.itemId}`, { text: '在站场、公路沿线设置公益广告。' });
    await act(traffic.clerk, planId, 'items', { title: '开展“文明出行”宣传周' });
    await act(traffic.clerk, planId, `items/${tops[4]!.itemId}/drop`, { reason: '不属于我局职责。' });
    await act(traffic.clerk, planId, 'hand-down', { organisations: [unit.organisationId] });
    const after = await plan(traffic.clerk, planId);
    expect(after.items.map(({ mark }) => mark).sort()).toEqual(
      ['added', 'changed', 'dropped', ...items.slice(2).map(() => 'inherited')].sort(),
    );
  });

  it('the unit submits its own; one item is returned and only that one opens', async () => {
    unitPlan = await planOf(unit.liaison);
    const { items } = await plan(unit.liaison, unitPlan, traffic.clerk);
    expect(items.map(({ title }) => title)).toContain('开展“文明出行”宣传周');
    expect(items.map(({ title }) => title)).not.toContain('规范农贸市场和小餐饮管理');
    const [first, second] = items.filter(({ above }) => above === null) as [Item, Item];
    expect(first.lineage.map(({ did }) => did)).toEqual(['added', 'changed', 'kept']);
    await act(unit.liaison, unitPlan, 'submission', { purpose: 'approval' });
    expect(await refusal(act(unit.liaison, unitPlan, 'submission', { purpose: 'approval' }))).toMatchObject({
      status: 422,
      code: 'plan.already-submitted',
    });
    await plan(traffic.clerk, unitPlan, unit.liaison);
    await act(traffic.clerk, unitPlan, 'returns', { items: [{ itemId: first.itemId, reason: '请写明责任人。' }] });
    const returned = await plan(unit.liaison, unitPlan, traffic.clerk);
    const situations = new Map(returned.items.map((item) => [item.itemId, item]));
    expect(situations.get(first.itemId)).toMatchObject({ situation: 'returned', returnReason: '请写明责任人。' });
    expect(situations.get(second.itemId)).toMatchObject({ situation: 'submitted' });
    expect(await refusal(act(unit.liaison, unitPlan, `items/${second.itemId}`, { text: '也想改。' }))).toMatchObject({
      code: 'plan.item-not-returned',
    });
    await act(unit.liaison, unitPlan, `items/${first.itemId}`, { text: '由站长负责，每月更换。' });
    await act(unit.liaison, unitPlan, 'submission', { purpose: 'approval' });
    await plan(traffic.clerk, unitPlan, unit.liaison);
    await act(traffic.clerk, unitPlan, 'approval');
    const approved = await plan(unit.liaison, unitPlan, traffic.clerk);
    expect(approved).toMatchObject({ situation: 'approved' });
    expect(approved.items.find(({ itemId }) => itemId === first.itemId)).toMatchObject({
      mark: 'changed',
      itemRevision: 2,
    });
  });

  it('the agency files its own; the office sees it, and coverage counts on the overlay', async () => {
    await act(traffic.clerk, planId, 'submission', { purpose: 'record' });
    const filed = await plan(office.clerk, planId, traffic.clerk);
    expect(filed).toMatchObject({ situation: 'submitted' });
    await act(office.clerk, planId, 'approval');
    const root = await planOf(office.clerk);
    const coverage = await office.clerk.visitor.get<Coverage>(`/api/campaign/plans/${root}/coverage`);
    expect(coverage.totals).toMatchObject({ children: 2, approved: 1, dropped: 1, changed: 1, added: 1 });
    expect(coverage.measures.flatMap(({ dropped }) => dropped).map(({ reason }) => reason)).toEqual([
      '不属于我局职责。',
    ]);
    const below = await traffic.clerk.visitor.get<Coverage>(`/api/campaign/plans/${planId}/coverage`);
    expect(below.totals).toMatchObject({ children: 1, approved: 1, changed: 1 });
  });

  it('measures are tasks, 待分派 until someone is named; they are done with proof, returned once, accepted', async () => {
    const { visitor } = unit.liaison;
    const list = () => visitor.get<{ tasks: Task[] }>(`/api/task/tasks?plan=${unitPlan}&limit=200`);
    const leaves = (await plan(unit.liaison, unitPlan)).items.filter(
      (item, _, all) => !all.some(({ above }) => above === item.itemId),
    );
    const { tasks } = await until(list, (answer) => answer.tasks.length === leaves.length);
    expect(new Set(tasks.map(({ situation }) => situation))).toEqual(new Set(['unassigned']));
    const { taskId } = tasks[0]!;
    const path = `/api/task/tasks/${taskId}`;
    expect(await refusal(visitor.post(`${path}/submission`, { note: '做完了' }))).toMatchObject({
      code: 'task.nobody-assigned',
    });
    await visitor.post(`${path}/assignment`, {
      leadUnit: unit.organisationId,
      jointUnits: [],
      personId: unit.liaison.personId,
      leaderId: traffic.leaders[0],
    });
    await visitor.post(`${path}/evidence-wanted`, { evidence: '现场照片' });
    await visitor.post(`${path}/progress`, { percent: 60, note: '已设置 6 处。' });
    expect(await refusal(visitor.post(`${path}/submission`, { note: '做完了' }))).toMatchObject({
      code: 'task.evidence-missing',
    });
    const { id: proof } = await visitor.upload(
      `${path}/evidence`,
      '现场照片.txt',
      Buffer.from('现场照片说明：站场公益广告 6 处'),
    );
    await visitor.post(`${path}/submission`, { note: '做完了' });
    await traffic.clerk.visitor.get(path, visitor);
    await visitor.post(`${path}/returns`, { items: [{ item: proof, reason: '照片看不清。' }] });
    await visitor.upload(`${path}/evidence`, '现场照片2.txt', Buffer.from('重拍：站场公益广告 6 处'));
    await visitor.post(`${path}/submission`, { note: '已重拍' });
    await visitor.post(`${path}/acceptance`, { note: '符合要求。' });
    const done = await visitor.get<Task & { history: { type: string }[] }>(path);
    expect(done).toMatchObject({ situation: 'accepted' });
    expect(done.history.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['task.opened', 'task.returned', 'task.accepted']),
    );
  });

  it('the office reads its report; each figure names its tasks and events; it leaves as CSV; of yesterday it is told that there was nothing yet', async () => {
    const path = `/api/reporting/campaigns/${campaignId}/report`;
    const read = (query: string) => office.clerk.visitor.get<Report>(`${path}?${query}`, unit.liaison.visitor);
    const report = await until(
      () => read('by=unit'),
      ({ totals }) => totals.accepted === 1,
    );
    expect(report.rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['桐泽市文明办', '桐泽市交通运输局', unit.name]),
    );
    const row = report.rows.find(({ name }) => name === unit.name)!;
    expect(row.figures).toMatchObject({ accepted: 1, submitted: 1 });
    expect(row.figures.completeness).toBeCloseTo(1 / row.figures.tasks);
    for (const by of ['phase', 'measure']) expect((await read(`by=${by}`)).totals).toEqual(report.totals);
    type Explained = { count: number; tasks: { taskId: string; readable: boolean; events: { type: string }[] }[] };
    const why = `${path}/explanation?by=unit&key=${row.key}&figure=accepted`;
    const explained = await office.clerk.visitor.get<Explained>(why);
    expect(explained.count).toBe(1);
    // What an agency has at work is its own: the office is told so, and the agency can open the same task.
    const task = `/api/task/tasks/${explained.tasks[0]!.taskId}`;
    expect(explained.tasks[0]!.readable).toBe(false);
    const browser = await Browser.signIn(city.server.url, 'wenmingban', DEMO_PASSWORD);
    expect((await browser.download(task)).status).toBe(404);
    expect((await traffic.clerk.visitor.get<Explained>(why)).tasks[0]!.readable).toBe(true);
    expect(await traffic.clerk.visitor.get(task)).toMatchObject({ situation: 'accepted' });
    expect(explained.tasks[0]!.events.map(({ type }) => type)).toContain('task.accepted');
    const yesterday = new Date(Date.now() + 8 * 3600_000 - 86_400_000).toISOString().slice(0, 10);
    expect(await refusal(read(`by=unit&asOf=${yesterday}`))).toMatchObject({
      status: 422,
      code: 'report.as-of-unknown',
    });
    const csv = await office.clerk.visitor.text(`${path}?by=unit&format=csv`);
    expect(csv.startsWith('\ufeff')).toBe(true);
    expect(csv).toContain(unit.name);
  });

  it('whatever leaves as a table speaks as people do, down to the name of the file', async () => {
    for (const [login, plan] of [
      ['wenmingban', await planOf(office.clerk)],
      ['jiaotong', planId],
    ] as const) {
      const browser = await Browser.signIn(city.server.url, login, DEMO_PASSWORD);
      const report = `/api/reporting/campaigns/${campaignId}/report`;
      const figures = ['tasks', 'assigned', 'submitted', 'accepted', 'undated'];
      const paths = [
        ...['unit', 'phase', 'measure'].map((by) => `${report}?by=${by}&format=csv`),
        ...figures.map((figure) => `${report}/explanation?figure=${figure}&format=csv`),
        ...['plan', 'measure'].map((by) => `/api/campaign/plans/${plan}/coverage?by=${by}&format=csv`),
        ...(login === 'jiaotong' ? [`/api/task/campaigns/${campaignId}/table?format=csv`] : []),
        ...['without-person', 'evidence'].map((path) => `/api/task/${path}?format=csv`),
      ];
      for (const path of paths) {
        const file = await browser.download(path);
        expect([path, file.status, codesIn(file)]).toEqual([path, 200, []]);
      }
    }
  });

  it('the agency reads its own part, and nothing of the others', async () => {
    const report = await traffic.clerk.visitor.get<Report>(`/api/reporting/campaigns/${campaignId}/report?by=unit`);
    expect(report.rows.map(({ name }) => name)).not.toContain('桐泽市教育局');
    expect(report.rows.map(({ name }) => name)).toContain('桐泽市交通运输局');
  });
});

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');
