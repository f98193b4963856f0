import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor } from '@chuangwen/standalone';
import { noticeText, until } from './city';
import { OnFolder, type Installation } from './installation';

jest.setTimeout(300_000);

const BUREAU = '桐泽市交通运输局';
const OFFICE = '桐泽市文明办';
const head = { name: '魏明远', login: 'weimingyuan', password: 'tongze-2026-秋天' };
const clerk = { name: '程予安', login: 'wenming', password: '栖霞岭上 9 只白鹭' };
const lead = { name: '陆知远', login: 'luzhiyuan', password: '渡口石阶 2026' };
const FILE = Buffer.from('工作照片的字节');

type Task = { taskId: string; title: string; situation: string; version: number; progress: number | null };
type Plan = { planId: string };
type Worker = { head: Visitor; lead: Visitor };
type Me = { principal: { tenant: string; root: string } };
type Tenant = { id: string; name: string; verified: boolean; above: string | null; kind: string };

/** One bureau on a laptop moves to the city’s platform, works on there, and takes a copy home. */
describe('a bureau', () => {
  const home = mkdtempSync(join(tmpdir(), 'chuangwen-move-'));
  const laptop: Installation = new OnFolder(home, 'laptop');
  const city: Installation = new OnFolder(home, 'city');
  let bureau: Worker;
  let office: Visitor;
  let moved: Worker;
  let tenant: string;
  let campaignId: string;
  let seen: unknown;

  /** Everything that its people look at. */
  const look = async ({ head, lead }: Worker) => ({
    tenants: await head.get('/api/identity/tenants'),
    organisations: await head.get('/api/identity/organisations'),
    people: await head.get('/api/identity/people'),
    notices: await head.get('/api/campaign/notices'),
    plans: await head.get('/api/campaign/plans'),
    tasks: await tasks(lead),
    proof: (
      await lead.bytes(`/api/task/tasks/${(await first(lead)).taskId}/evidence/${await proof(lead)}/content`)
    ).toString(),
  });
  const tasks = async (visitor: Visitor) =>
    (await visitor.get<{ tasks: Task[] }>(`/api/task/tasks?campaign=${campaignId}&limit=200`)).tasks;
  const first = async (visitor: Visitor) => (await tasks(visitor))[0]!;
  const proof = async (visitor: Visitor) => {
    const task = await visitor.get<{ evidence: { evidenceId: string }[] }>(
      `/api/task/tasks/${(await first(visitor)).taskId}`,
    );
    return task.evidence[0]!.evidenceId;
  };

  beforeAll(async () => {
    const url = await laptop.start({ name: BUREAU, level: 'city' }, head);
    const visitor = await Visitor.signIn(url, head.login, head.password);
    const { principal } = await visitor.get<Me>('/api/identity/me');
    tenant = principal.tenant;
    const section = { name: '运输安全科', kind: 'section', parent: principal.root };
    const { id: leadUnit } = await visitor.post('/api/identity/organisations', section);
    await visitor.post('/api/identity/people', {
      name: lead.name,
      telephone: '0539-5550121',
      appointments: [{ organisation: leadUnit, post: 'section-head' }],
      account: { login: lead.login, password: lead.password },
    });
    bureau = { head: visitor, lead: await Visitor.signIn(url, lead.login, lead.password) };
    const { id: noticeId } = await visitor.post('/api/campaign/notices', { text: noticeText() });
    ({ id: campaignId } = await visitor.post('/api/campaign/campaigns', { noticeId }));
    const [plan] = await until(
      () => visitor.get<{ planId: string }[]>('/api/campaign/plans'),
      (rows) => rows.length === 1,
    );
    await visitor.post(`/api/campaign/plans/${plan!.planId}/approval`);
    const [task] = await until(
      () => tasks(visitor),
      (rows) => rows.length > 5,
    );
    await visitor.post(`/api/task/tasks/${task!.taskId}/assignment`, { leadUnit });
    await bureau.lead.upload(`/api/task/tasks/${task!.taskId}/evidence`, '照片.txt', FILE);
    seen = await look(bureau);
  });
  afterAll(async () => {
    await Promise.all([laptop.stop(), city.stop()]);
    rmSync(home, { recursive: true, force: true });
  });

  it('is exported from the laptop while that runs', async () => {
    const said = await laptop.export(BUREAU, 'bureau.export');
    expect(said).toMatch(/导出完成 Done：.*bureau\.export.*条事件流/);
  });

  it('moves to the city’s platform while others work there', async () => {
    const url = await city.start({ name: OFFICE, level: 'city' }, clerk);
    office = await Visitor.signIn(url, clerk.login, clerk.password);
    await office.post('/api/campaign/notices', { text: noticeText() });
    const said = await city.import('bureau.export', '--under', OFFICE, '--as-agency');
    expect(said).toMatch(/迁入完成 Done：“桐泽市交通运输局”/);
    expect(said).toContain('在这里归“桐泽市文明办”管');
    moved = {
      head: await Visitor.signIn(url, head.login, head.password),
      lead: await Visitor.signIn(url, lead.login, lead.password),
    };
    expect((await moved.head.get<Me>('/api/identity/me')).principal.tenant).toBe(tenant);
    const { tenants, ...rest } = (await look(moved)) as { tenants: Tenant[] };
    const { tenants: before, ...same } = seen as { tenants: Tenant[] };
    expect(rest).toEqual(same);
    expect(before).toMatchObject([{ id: tenant, kind: 'office', above: null }]);
    expect(tenants).toMatchObject([{ id: tenant, kind: 'agency', name: BUREAU, verified: false }]);
    expect(await city.run('status')).toContain('视图都已跟上，没有搁置的事件流');
  });

  it('is confirmed by the office, takes over a plan of its, and works on', async () => {
    const [below] = (await office.get<Tenant[]>('/api/identity/tenants')).filter(({ id }) => id === tenant);
    expect(below).toMatchObject({ name: BUREAU, kind: 'agency', verified: false });
    await office.post(`/api/identity/tenants/${tenant}/verification`);
    const [notice] = await office.get<{ noticeId: string }[]>('/api/campaign/notices');
    const { id: ofOffice } = await office.post('/api/campaign/campaigns', { noticeId: notice!.noticeId });
    const plan = (visitor: Visitor) =>
      until(
        () => visitor.get<Plan[]>(`/api/campaign/plans?campaign=${ofOffice}`),
        (rows) => rows.length > 0,
      );
    const [root] = await plan(office);
    await office.post(`/api/campaign/plans/${root!.planId}/approval`);
    await office.post(`/api/campaign/campaigns/${ofOffice}/issue`, { all: true });
    const [own] = await plan(moved.head);
    expect(own!.planId).not.toBe(root!.planId);
    await moved.head.post(`/api/campaign/plans/${own!.planId}/take-over`, { way: 'whole' });
    await until(
      () => moved.head.get<{ tasks: Task[] }>(`/api/task/tasks?plan=${own!.planId}&limit=200`),
      (found) => found.tasks.length > 5,
    );
    await moved.lead.post(`/api/task/tasks/${(await first(moved.lead)).taskId}/progress`, {
      percent: 60,
      note: '已排查两条线路',
    });
    expect(await city.run('verify')).toContain('全部一致');
  });

  it('takes a copy home, where it goes on with what was done since; what others sent stays with them', async () => {
    expect(await city.export(tenant, 'home.export')).toContain('导出完成 Done');
    const said = await laptop.import('home.export');
    expect(said).toMatch(/迁入完成 Done：“桐泽市交通运输局”/);
    expect(said).toContain('在原平台归“桐泽市文明办”管，那个单位不在这里');
    const [there, here] = [await look(moved), await look(bureau)];
    expect(here.tasks).toEqual(there.tasks);
    expect(here).toEqual(there);
    expect(await laptop.run('verify')).toContain('全部一致');
    expect(await laptop.run('status')).toContain('视图都已跟上，没有搁置的事件流');
  });

  it('may bring the same in again, also at rest, and nothing changes', async () => {
    await laptop.stop();
    expect(await laptop.import('home.export')).toContain('迁入完成 Done');
    expect(await laptop.import('bureau.export')).toContain('这里都有，而且更新，没有改动');
    expect(await laptop.run('verify')).toContain('全部一致');
  });

  it('is refused with words where both went on, and where a name, login or passphrase is in the way', async () => {
    const refused = async (work: Promise<string>) =>
      work.then(
        (said) => Promise.reject(new Error(`not refused: ${said}`)),
        ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
      );
    const url = await laptop.start();
    const visitor = await Visitor.signIn(url, head.login, head.password);
    const { principal } = await visitor.get<Me>('/api/identity/me');
    await visitor.post('/api/identity/organisations', { name: '办公室', kind: 'section', parent: principal.root });
    await moved.head.post('/api/identity/organisations', { name: '法规科', kind: 'section', parent: principal.root });
    expect(await laptop.export(BUREAU, 'later.export')).toContain('导出完成 Done');
    expect(await refused(city.import('later.export'))).toMatch(/两处都办理过业务/);
    expect(await refused(laptop.export(BUREAU, 'later.export'))).toMatch(/导出不会覆盖它/);
    expect(await refused(laptop.export('桐泽市水利局', 'none.export'))).toMatch(/这里没有单位“桐泽市水利局”/);
    expect(await refused(city.run('import', city.at('later.export')))).toMatch(/--passphrase-file/);
    expect(await refused(city.run('import', city.passphrase, '--passphrase-file', city.passphrase))).toMatch(
      /不是导出的文件/,
    );
    expect(readdirSync(home).filter((name) => name.includes('partial'))).toEqual([]);
  });
});
