import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Visitor } from '@chuangwen/standalone';
import { noticeText } from './city';
import { atWork, BUREAU, handedDown, HEAD, seenBy, signedIn, tasksOf, type Me, type Worker } from '../moving/bureau';
import { OnFolder, type Installation } from './installation';

jest.setTimeout(300_000);

const OFFICE = '桐泽市文明办';
const clerk = { name: '程予安', login: 'wenming', password: '栖霞岭上 9 只白鹭' };

type Tenant = { id: string; name: string; verified: boolean; above: string | null; kind: string };
type Seen = Awaited<ReturnType<typeof seenBy>> & { tenants: Tenant[] };

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
  let seen: Seen;

  beforeAll(async () => {
    const url = await laptop.start({ name: BUREAU, level: 'city' }, HEAD);
    const { tenant: id, campaignId: own, ...worker } = await atWork(url);
    [tenant, campaignId, bureau] = [id, own, worker];
    seen = (await seenBy(bureau, campaignId)) as Seen;
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
    moved = await signedIn(url);
    expect((await moved.head.get<Me>('/api/identity/me')).principal.tenant).toBe(tenant);
    const { tenants, ...rest } = (await seenBy(moved, campaignId)) as Seen;
    const { tenants: before, ...same } = seen;
    expect(rest).toEqual(same);
    expect(before).toMatchObject([{ id: tenant, kind: 'office', above: null }]);
    expect(tenants).toMatchObject([{ id: tenant, kind: 'agency', name: BUREAU, verified: false }]);
    expect(await city.run('status')).toContain('视图都已跟上，没有搁置的事件流');
  });

  it('is confirmed by the office, takes over a plan of its, and works on', async () => {
    const [below] = (await office.get<Tenant[]>('/api/identity/tenants')).filter(({ id }) => id === tenant);
    expect(below).toMatchObject({ name: BUREAU, kind: 'agency', verified: false });
    await office.post(`/api/identity/tenants/${tenant}/verification`);
    await handedDown(office, moved);
    const [first] = await tasksOf(moved.lead, campaignId);
    await moved.lead.post(`/api/task/tasks/${first!.taskId}/progress`, {
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
    const [there, here] = [await seenBy(moved, campaignId), await seenBy(bureau, campaignId)];
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
    const visitor = await Visitor.signIn(url, HEAD.login, HEAD.password);
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
