import { createHash } from 'node:crypto';
import { DEMO_PASSWORD, type LoadedTenant, type LoadedUnit, type Player } from '@chuangwen/standalone';
import { agency, noticeText, openCity, refusal, until, type City } from './city';
import { Browser, codesIn } from './desk';

jest.setTimeout(180_000);

type Sums = Readonly<Record<'tasks' | 'assigned' | 'submitted', number>>;
type Figures = {
  rows: { key: string; name: string | null; submission: number; figures: Sums }[];
  totals: Sums;
  missing: { tasks: number | null; reports: { name: string; why: string }[] };
  sources: { tenant: string; sha256: string; totals: Sums }[];
};
type Page = {
  id: string;
  situation: string;
  submission: number;
  sha256: string;
  frozen: Figures | null;
  remarks: { item: string; text: string }[];
  returned: { item: string; reason: string; open: boolean }[];
  receipts: { submission: number }[];
  steps: { type: string; reason: string | null }[];
};

/** One report all the way up, as a story: each test goes on where the one before it stopped. */
describe('reports go up level by level: bureau, district, city', () => {
  let city: City;
  let office: LoadedTenant;
  let district: LoadedTenant;
  let bureau: LoadedTenant;
  let traffic: LoadedTenant;
  let unit: LoadedUnit & { liaison: Player };
  let campaignId: string;
  let reportId: string;
  let first: { key: string; text: string };

  const one = (player: Player, id: string, ...after: Player[]) =>
    player.visitor.get<Page>(`/api/reporting/upward-reports/${id}`, ...after.map(({ visitor }) => visitor));
  const act = <A = null>(player: Player, id: string, what: string, body: unknown = {}) =>
    player.visitor.post<A>(`/api/reporting/upward-reports/${id}/${what}`, body);
  const draft = async (player: Player, body: object = {}) =>
    (await player.visitor.post('/api/reporting/upward-reports', { campaignId, ...body })).id;
  const snapshot = (player: Player, id: string, more = '') =>
    player.visitor.text(`/api/reporting/upward-reports/${id}/snapshot${more}`);
  const planOf = async ({ visitor, organisationId }: Player) => {
    const where = `campaign=${campaignId}&organisation=${organisationId}`;
    const path = `/api/campaign/plans?${where}`;
    return (
      await until(
        () => visitor.get<{ planId: string }[]>(path),
        (plans) => plans.length === 1,
      )
    )[0]!.planId;
  };
  const inForce = async (player: Player, reviewer: Player) => {
    const planId = await planOf(player);
    await player.visitor.post(`/api/campaign/plans/${planId}/submission`, { purpose: 'record' });
    await reviewer.visitor.get(`/api/campaign/plans/${planId}`, player.visitor);
    await reviewer.visitor.post(`/api/campaign/plans/${planId}/approval`);
    return planId;
  };
  const tasksOf = (player: Player) =>
    until(
      () =>
        player.visitor.get<{ tasks: { taskId: string }[] }>(
          `/api/task/tasks?campaign=${campaignId}&organisation=${player.organisationId}&limit=200`,
        ),
      ({ tasks }) => tasks.length >= 8,
    );
  const totals = async ({ visitor }: Player) =>
    (await visitor.get<{ totals: Sums; missing: number }>(`/api/reporting/campaigns/${campaignId}/report`)).totals;

  beforeAll(async () => {
    city = await openCity('jiaotong', 'jiaoyu', 'yunxiu');
    office = city.office;
    traffic = agency(office, '交通运输局');
    district = agency(office, '云岫区');
    bureau = district.below[0] as LoadedTenant;
    unit = traffic.units.find((one): one is typeof unit => one.liaison !== null)!;
    const { id: noticeId } = await office.clerk.visitor.post('/api/campaign/notices', { text: noticeText() });
    ({ id: campaignId } = await office.clerk.visitor.post('/api/campaign/campaigns', { noticeId }));
    await planOf(office.clerk);
    const tenants = [traffic, district, agency(office, '教育局')].map(({ tenantId }) => tenantId);
    await office.clerk.visitor.post(`/api/campaign/campaigns/${campaignId}/issue`, { tenants });
    const districtPlan = await inForce(district.clerk, office.clerk);
    await district.clerk.visitor.post(`/api/campaign/plans/${districtPlan}/hand-down`, { tenants: [bureau.tenantId] });
    await inForce(bureau.clerk, district.clerk);
    await inForce(traffic.clerk, office.clerk);
    for (const { clerk } of [traffic, district, bureau]) await tasksOf(clerk);
    await until(
      () => totals(traffic.clerk),
      ({ tasks }) => tasks >= 8,
    );
    await until(
      () => totals(district.clerk),
      ({ tasks }) => tasks >= 16,
    );
  });
  afterAll(() => city.close());

  it('a bureau drafts one with remarks; nobody above hears of the draft', async () => {
    reportId = await draft(bureau.clerk, { by: 'measure' });
    const preview = await bureau.clerk.visitor.get<Figures>(`/api/reporting/upward-reports/${reportId}/preview`);
    expect(preview.totals).toEqual(
      expect.objectContaining(await totals(bureau.clerk).then(({ tasks }) => ({ tasks }))),
    );
    first = { key: preview.rows[0]!.key, text: '施工路段推迟一周' };
    await act(bureau.clerk, reportId, 'remarks', { item: first.key, text: first.text });
    await act(bureau.clerk, reportId, 'remarks', { item: 'total', text: '总体按计划推进' });
    expect(await refusal(act(bureau.clerk, reportId, 'remarks', { item: 'nothing', text: '无' }))).toMatchObject({
      status: 404,
    });
    const unheard = district.clerk.visitor.send('GET', `/api/reporting/upward-reports/${reportId}`);
    expect(await refusal(unheard)).toMatchObject({ status: 404 });
    expect(await district.clerk.visitor.get<Page[]>('/api/reporting/upward-reports')).toEqual([]);
  });

  it('it goes to the district, frozen: the bytes are those of the hash, and the city does not see it', async () => {
    const { sha256 } = await act<{ sha256: string }>(bureau.clerk, reportId, 'submission');
    const there = await one(district.clerk, reportId, bureau.clerk);
    expect(there).toMatchObject({ situation: 'submitted', submission: 1, sha256 });
    expect(there.remarks).toContainEqual({ item: first.key, text: first.text });
    const bytes = await snapshot(district.clerk, reportId);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect(JSON.parse(bytes).totals).toEqual(there.frozen!.totals);
    expect(bytes).not.toContain(first.text); // words are sealed in the event
    expect(await refusal(office.clerk.visitor.send('GET', `/api/reporting/upward-reports/${reportId}`))).toMatchObject({
      status: 404,
    });
    await act(district.clerk, reportId, 'receipts', { submission: 1 });
    expect(await one(bureau.clerk, reportId, district.clerk)).toMatchObject({ receipts: [{ submission: 1 }] });
  });

  it('one item comes back with its reason, and only that one is corrected and sent again', async () => {
    await act(district.clerk, reportId, 'returns', { items: [{ item: first.key, reason: '请写明推迟原因' }] });
    const back = await one(bureau.clerk, reportId, district.clerk);
    expect(back.returned).toEqual([{ item: first.key, reason: '请写明推迟原因', open: true }]);
    expect(await refusal(act(bureau.clerk, reportId, 'remarks', { item: 'total', text: '顺手改' }))).toMatchObject({
      code: 'report.item-not-returned',
    });
    const before = back.frozen!;
    const [task] = (await tasksOf(bureau.clerk)).tasks;
    await bureau.clerk.visitor.post(`/api/task/tasks/${task!.taskId}/assignment`, {
      leadUnit: bureau.sections[0]!.organisationId,
      jointUnits: [],
      personId: null,
      leaderId: null,
    });
    await until(
      () => totals(bureau.clerk),
      ({ assigned }) => assigned === 1,
    );
    await act(bureau.clerk, reportId, 'remarks', { item: first.key, text: '等待管线迁改，已改期' });
    await act(bureau.clerk, reportId, 'submission');
    const again = await one(district.clerk, reportId, bureau.clerk);
    expect(again.submission).toBe(2);
    for (const row of again.frozen!.rows) {
      const then = before.rows.find(({ key }) => key === row.key)!;
      if (row.key === first.key) expect(row.submission).toBe(2);
      else expect(row).toEqual(then);
    }
    expect(await refusal(act(district.clerk, reportId, 'acceptance', { submission: 1 }))).toMatchObject({
      status: 409,
      code: 'report.submitted-since',
    });
    expect(await snapshot(district.clerk, reportId, '?submission=1')).not.toBe(
      await snapshot(district.clerk, reportId),
    );
  });

  it('it is accepted and locked; later work never changes it, and the difference is said', async () => {
    await act(district.clerk, reportId, 'acceptance', { submission: 2 });
    await act(district.clerk, reportId, 'lock');
    const bytes = await snapshot(district.clerk, reportId);
    for (const { taskId } of (await tasksOf(bureau.clerk)).tasks.slice(0, 3))
      await bureau.clerk.visitor.post(`/api/task/tasks/${taskId}/assignment`, {
        leadUnit: bureau.sections[1]!.organisationId,
        jointUnits: [],
        personId: null,
        leaderId: null,
      });
    await until(
      () => totals(bureau.clerk),
      ({ assigned }) => assigned === 3,
    );
    expect(await snapshot(district.clerk, reportId)).toBe(bytes);
    const path = `/api/reporting/upward-reports/${reportId}`;
    const { differences } = await district.clerk.visitor.get<{
      differences: { key: string; figure: string; now: number }[];
    }>(`${path}/differences`);
    expect(differences).toContainEqual(expect.objectContaining({ key: 'total', figure: 'assigned', now: 3 }));
    expect(await district.clerk.visitor.get(`${path}/verification`)).toMatchObject({ intact: true });
    expect(await refusal(act(bureau.clerk, reportId, 'withdrawal', { reason: '漏报' }))).toMatchObject({
      code: 'report.is-accepted',
    });
  });

  it('the district merges it with its own, and sends that to the city, which is told who is missing', async () => {
    const merged = await draft(district.clerk, { by: 'measure', basis: 'merged' });
    const preview = await district.clerk.visitor.get<Figures>(`/api/reporting/upward-reports/${merged}/preview`);
    const below = await one(district.clerk, reportId);
    expect(preview.sources).toMatchObject([{ tenant: bureau.tenantId, sha256: below.sha256 }]);
    expect(preview.totals.tasks).toBe((await totals(district.clerk)).tasks);
    expect(preview.totals.assigned).toBe(below.frozen!.totals.assigned); // the frozen ones, not today's
    await act(district.clerk, merged, 'submission');
    const there = await one(office.clerk, merged, district.clerk);
    expect(there.frozen!.sources).toHaveLength(1);
    await act(office.clerk, merged, 'acceptance');
    expect(await refusal(draft(office.clerk, { basis: 'merged' }))).toMatchObject({ code: 'report.none-above' });
  });

  it('an agency withdraws one, a wrong acceptance is unlocked, each with its reason', async () => {
    const own = await draft(traffic.clerk, { by: 'unit', cc: { organisations: [unit.organisationId] } });
    await act(traffic.clerk, own, 'submission');
    await act(traffic.clerk, own, 'withdrawal', { reason: '漏了一个下属单位' });
    const gone = await one(office.clerk, own, traffic.clerk);
    expect(gone.steps.at(-1)).toMatchObject({ type: 'report.withdrawn', reason: '漏了一个下属单位' });
    expect(await refusal(act(office.clerk, own, 'acceptance'))).toMatchObject({ code: 'report.not-submitted' });
    await act(traffic.clerk, own, 'submission');
    await one(office.clerk, own, traffic.clerk);
    await act(office.clerk, own, 'acceptance');
    await act(office.clerk, own, 'lock');
    await act(office.clerk, own, 'unlock', { reason: '口径调整' });
    expect(await one(traffic.clerk, own, office.clerk)).toMatchObject({ situation: 'submitted' });
    await act(unit.liaison, own, 'receipts');
    expect((await one(traffic.clerk, own, unit.liaison)).receipts).toHaveLength(1);
    const table = await traffic.clerk.visitor.text(`/api/reporting/upward-reports/${own}/table?format=csv`);
    expect(table).toContain('\ufeff单位,任务数（项）');
    const browser = await Browser.signIn(city.server.url, 'jiaotong', DEMO_PASSWORD);
    expect(codesIn(await browser.download(`/api/reporting/upward-reports/${own}/table?format=csv`))).toEqual([]);
  });

  it('a unit reports to its bureau, within the same tenant', async () => {
    const own = await draft(unit.liaison, { organisationId: unit.organisationId });
    await act(unit.liaison, own, 'submission');
    const there = await one(traffic.clerk, own, unit.liaison);
    expect(there).toMatchObject({ situation: 'submitted', frozen: { missing: { tasks: null } } });
    expect(await refusal(act(unit.liaison, own, 'acceptance'))).toMatchObject({ code: 'policy.not-permitted' });
    await act(traffic.clerk, own, 'acceptance');
    expect(await one(unit.liaison, own, traffic.clerk)).toMatchObject({ situation: 'accepted' });
  });
});
