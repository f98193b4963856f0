import type { LoadedTenant, Player } from '@chuangwen/standalone';
import { agency, noticeText, openCity, refusal, until, type City } from './city';

jest.setTimeout(120_000);

type Row = { planId: string; organisationId: string; situation: string };
type Item = { itemId: string; above: string | null; title: string; mark: string };
type Plan = Row & {
  way: string;
  inForce: number | null;
  parentChanged: number | null;
  revision: number;
  items: Item[];
};
type Progress = { given: number; opened: number; asked: number; taken: number; done: boolean };
type Coverage = { totals: Record<string, number>; children: { covered: string | null }[] };

/** Items with nothing below them: each is a task. */
const endsOf = (items: Item[]) => items.filter(({ itemId }) => !items.some(({ above }) => above === itemId)).length;

/** A plan taken over whole, carried out without a paper, changed above, and taken over again: each test goes on where the last stopped. */
describe('units carry out the plan above as it stands', () => {
  let city: City;
  let office: LoadedTenant;
  let traffic: LoadedTenant;
  let education: LoadedTenant;
  let campaignId: string;
  let root: string;
  let atEducation: string;
  let atTraffic: string;

  beforeAll(async () => {
    city = await openCity('jiaotong', 'jiaoyu');
    office = city.office;
    traffic = agency(office, '交通运输局');
    education = agency(office, '教育局');
  });
  afterAll(() => city.close());

  const planOf = async (player: Player) =>
    (
      await until(
        () =>
          player.visitor.get<Row[]>(`/api/campaign/plans?campaign=${campaignId}&organisation=${player.organisationId}`),
        (rows) => rows.length === 1,
      )
    )[0]!.planId;
  const plan = (player: Player, id: string, so: (plan: Plan) => boolean = () => true) =>
    until(() => player.visitor.get<Plan>(`/api/campaign/plans/${id}`), so);
  const act = (player: Player, id: string, what: string, body: unknown = {}) =>
    player.visitor.post<unknown>(`/api/campaign/plans/${id}/${what}`, body);
  const tasksOf = (player: Player, id: string, so: (count: number) => boolean) =>
    until(
      async () => (await player.visitor.get<{ tasks: unknown[] }>(`/api/task/tasks?plan=${id}&limit=200`)).tasks.length,
      so,
    );

  it('the office issues to all below with one command, and sees how far it is', async () => {
    const { visitor } = office.clerk;
    const { id: noticeId } = await visitor.post('/api/campaign/notices', { text: noticeText() });
    ({ id: campaignId } = await visitor.post('/api/campaign/campaigns', { noticeId }));
    root = await planOf(office.clerk);
    await act(office.clerk, root, 'approval');
    await visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, { all: true });
    const progress = await until(
      () => visitor.get<Progress>(`/api/campaign/plans/${root}/progress`),
      ({ done, given }) => done && given > 0,
    );
    expect(progress).toMatchObject({ given: office.below.length, opened: office.below.length });
    [atTraffic, atEducation] = await Promise.all([planOf(traffic.clerk), planOf(education.clerk)]);
  });

  it('an agency takes it over whole: in force in one step, with its tasks', async () => {
    await act(education.clerk, atEducation, 'take-over', { way: 'whole' });
    const whole = await plan(education.clerk, atEducation, ({ situation }) => situation === 'approved');
    expect(whole).toMatchObject({ way: 'whole', inForce: 1 });
    expect(new Set(whole.items.map(({ mark }) => mark))).toEqual(new Set(['inherited']));
    await tasksOf(education.clerk, atEducation, (count) => count === endsOf(whole.items));
  });

  it('another has all its units carry it out without a paper of their own, with one command', async () => {
    await act(traffic.clerk, atTraffic, 'take-over', { way: 'without-paper' });
    await act(traffic.clerk, atTraffic, 'units/take-over', { way: 'without-paper' });
    const progress = await until(
      () => traffic.clerk.visitor.get<Progress>(`/api/campaign/plans/${atTraffic}/progress`),
      ({ done, asked }) => done && asked > 0,
    );
    expect(progress.taken).toBe(progress.given);
    const liaison = traffic.units.map((unit) => unit.liaison).find((each) => each !== null)!;
    const atUnit = await planOf(liaison);
    expect(await plan(liaison, atUnit, ({ situation }) => situation === 'approved')).toMatchObject({
      way: 'without-paper',
    });
    await tasksOf(liaison, atUnit, (count) => count > 5);
    // Those who did not make it can't have others take it over.
    expect(await refusal(act(liaison, atTraffic, 'units/take-over', { way: 'whole' }))).toMatchObject({ status: 404 });
  });

  it('all ways count as covered, and the table leaves as a spreadsheet', async () => {
    const { visitor } = office.clerk;
    const coverage = await until(
      () => visitor.get<Coverage>(`/api/campaign/plans/${root}/coverage`),
      ({ totals }) => totals['covered'] === 2,
    );
    expect(coverage.totals).toMatchObject({ whole: 1, withoutPaper: 1, own: 0, children: 2, waiting: 0 });
    const before = await visitor.get<Coverage>(`/api/campaign/plans/${root}/coverage?asOf=2020-01-01`);
    expect(before.totals).toMatchObject({ children: 0, covered: 0 });
    const file = (format: string) => visitor.bytes(`/api/campaign/plans/${root}/coverage?format=${format}`);
    const csv = (await file('csv')).toString('utf8');
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv).toContain('桐泽市教育局,已生效,整体沿用');
    expect((await file('xlsx')).subarray(0, 2).toString()).toBe('PK');
  });

  it('the office revises its plan: what was in force stays so until the revision is, and those below hear of it', async () => {
    const before = await plan(office.clerk, root);
    const tops = before.items.filter(({ above }) => above === null);
    await act(office.clerk, root, 'revision', { reason: '省里调整了标准' });
    await act(office.clerk, root, `items/${tops[0]!.itemId}`, { title: '改过的第一条' });
    const joint = [education.units[0]!.name, '哪里也没有的单位'];
    await act(office.clerk, root, 'items', { title: '治理飞线充电', joint });
    expect(await plan(office.clerk, root, ({ revision }) => revision === 2)).toMatchObject({ inForce: 1 });
    expect(await plan(education.clerk, atEducation)).toMatchObject({ parentChanged: null });
    await act(office.clerk, root, 'approval');
    await plan(education.clerk, atEducation, ({ parentChanged }) => parentChanged === 2);
    const change = await education.clerk.visitor.get(`/api/campaign/plans/${atEducation}/parent-change`);
    expect(change).toMatchObject({
      added: [{ title: '治理飞线充电' }],
      changed: [{ fields: [{ field: 'title', to: '改过的第一条' }] }],
      dropped: [],
    });
    expect(await office.clerk.visitor.get(`/api/campaign/plans/${root}/differences?from=1&to=2`)).toMatchObject(
      change as object,
    );
  });

  it('one takes the change over whole, again in one step; another declines an item, for a reason', async () => {
    const tasks = endsOf((await plan(education.clerk, atEducation)).items);
    await act(education.clerk, atEducation, 'take-over', { way: 'whole' });
    const again = await plan(education.clerk, atEducation, ({ inForce }) => inForce === 2);
    expect(again.items.map(({ title }) => title)).toEqual(expect.arrayContaining(['改过的第一条', '治理飞线充电']));
    await tasksOf(education.clerk, atEducation, (count) => count === tasks + 1);

    // Who works with the one responsible is named by the plan; whoever is called so here joins the task.
    type Task = { taskId: string; title: string; text: string | null; jointUnits: { name: string }[] };
    const { tasks: listed } = await education.clerk.visitor.get<{ tasks: Task[] }>(
      `/api/task/tasks?plan=${atEducation}&limit=200`,
    );
    const task = listed.find(({ title }) => title === '治理飞线充电')!;
    const [named, lead] = education.units;
    await education.clerk.visitor.post(`/api/task/tasks/${task.taskId}/assignment`, { leadUnit: lead!.organisationId });
    expect(await education.clerk.visitor.get<Task>(`/api/task/tasks/${task.taskId}`)).toMatchObject({
      text: `配合：${named!.name}、哪里也没有的单位`,
      jointUnits: [{ name: named!.name }],
    });

    const { changed } = await traffic.clerk.visitor.get<{ changed: { itemId: string }[] }>(
      `/api/campaign/plans/${atTraffic}/parent-change`,
    );
    const items = changed.map(({ itemId }) => itemId);
    await act(traffic.clerk, atTraffic, 'parent-change', { items, reason: '我局没有充电设施' });
    const own = await plan(traffic.clerk, atTraffic, ({ revision }) => revision === 2);
    expect(own).toMatchObject({ situation: 'drafting', inForce: 1, way: 'own' });
    expect(own.items.find(({ title }) => title === '治理飞线充电')?.mark).toBe('dropped');
    await act(traffic.clerk, atTraffic, 'submission');
    await plan(office.clerk, atTraffic, ({ situation }) => situation === 'submitted');
    await act(office.clerk, atTraffic, 'approval');
    const coverage = await until(
      () => office.clerk.visitor.get<Coverage>(`/api/campaign/plans/${root}/coverage`),
      ({ totals }) => totals['own'] === 1,
    );
    expect(coverage.totals).toMatchObject({ covered: 2, whole: 1, own: 1, dropped: 1 });
  });
});
