import { writeFileSync } from 'node:fs';
import {
  DEMO_PASSWORD,
  demoCity,
  loadCity,
  serve,
  Visitor,
  type LoadedTenant,
  type Server,
} from '@chuangwen/standalone';
import { configuration, distributedOnly } from '@chuangwen/runtime';
import { until } from '../journeys/city';
import { faultsOf } from '../journeys/faults-of';
import { chuangwenWith } from '../journeys/program';
import {
  atWork,
  BUREAU,
  handedDown,
  HEAD,
  LEAD,
  seenBy,
  signedIn,
  TELEPHONE,
  type Task,
  type Worker,
} from '../moving/bureau';
import { caughtUp, foreign, holdings, PASSPHRASE, Places } from '../moving/world';
import { engineSettings, serveOnEngines, type Served } from '../support/distributed';

jest.setTimeout(300_000);

const OFFICE = '桐泽市文明办';
type Report = { rows: { name: string; figures: Sums }[]; totals: Sums };
type Sums = { tasks: number; submitted: number };

/** The command line stands beside services that run in another process, as it does where they run apart. */
describe('a bureau on a laptop moves to a city’s platform on engines, works on there, and takes a copy home', () => {
  const places = new Places();
  let settings: Record<string, string>;
  let laptop: Server;
  let city: Served;
  let office: LoadedTenant;
  let bureau: Worker & { tenant: string; campaignId: string };
  let moved: Worker;
  let ofOffice: { campaignId: string; tasks: Task[] };

  const sealed = () => ['--passphrase-file', places.at('passphrase')];
  /** A command of the operator of engines, who has nothing but these settings. */
  const onEngines = async (...args: string[]) => (await chuangwenWith(settings, ...args, ...sealed())).stdout;
  const onFolder = async (folder: string, ...args: string[]) =>
    (await chuangwenWith({}, ...args, ...sealed(), '--data', places.at(folder))).stdout;
  /** Without what `--under` changed here, and what others address to it. */
  const own = (lines: readonly string[]) => lines.filter((line) => !line.includes(' view '));

  beforeAll(async () => {
    writeFileSync(places.at('passphrase'), PASSPHRASE);
    laptop = await serve({ folder: places.at('laptop'), port: 0, host: '127.0.0.1' });
    const token = await laptop.platform.setupLink.open();
    const body = { token, office: { name: BUREAU, level: 'city' }, administrator: HEAD };
    const answer = await fetch(`${laptop.url}/api/identity/setup`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(201);
    bureau = await atWork(laptop.url);

    settings = await engineSettings();
    city = await serveOnEngines(distributedOnly(configuration(settings)));
    const whole = demoCity();
    const small = { ...whole, below: whole.below.filter(({ code }) => code === 'shuili') };
    office = await loadCity(city.url, city.platform, small, () => undefined);
  });
  afterAll(async () => {
    await Promise.all([laptop.close(), city.close()]);
    await places.close();
  });

  /** What is not the bureau's: an effect of its history would stand there. */
  const othersStreams = async () =>
    (await holdings(city.platform)).filter((line) => / stream /.test(line) && !line.includes(bureau.tenant));
  let others: string[];

  it('comes with all that is its own, while the services run', async () => {
    await caughtUp(city.platform);
    others = await othersStreams();
    expect(await onFolder('laptop', 'export', BUREAU, places.at('bureau.export'))).toContain('导出完成 Done');
    const said = await onEngines('import', places.at('bureau.export'), '--under', OFFICE, '--as-agency');
    expect(said).toContain(`迁入完成 Done：“${BUREAU}”`);
    expect(said).toContain('数量、哈希、文件、视图都与原平台核对一致');
    expect(said).toContain(`在这里归“${OFFICE}”管`);
    await caughtUp(city.platform);
    const [there, here] = [
      await holdings(laptop.platform, bureau.tenant),
      await holdings(city.platform, bureau.tenant),
    ];
    expect(there.length).toBeGreaterThan(70);
    // The register's stream is the office's to go on with: it placed the bureau.
    const placed = (line: string) => !/ view organisations /.test(line);
    expect(here.filter(placed)).toEqual(there.filter(placed));
  });

  it('has no effect of its history: no stream, job or message is new, in any service', async () => {
    await new Promise((wake) => setTimeout(wake, 1_000));
    expect(others.length).toBeGreaterThan(10);
    expect(await othersStreams()).toEqual(others);
    for (const { runtime } of city.platform.services) expect(await runtime.parked()).toEqual([]);
    expect(await faultsOf(city.platform)).toEqual([]);
  });

  it('works on there, and the office’s report counts it where the office placed it', async () => {
    moved = await signedIn(city.url);
    const { tenants: _here, ...seen } = await seenBy(moved, bureau.campaignId);
    const { tenants: _there, ...before } = await seenBy(bureau, bureau.campaignId);
    expect(seen).toEqual(before);
    const administrator = await Visitor.signIn(city.url, demoCity().administrator.login!, DEMO_PASSWORD);
    await administrator.post(`/api/identity/tenants/${bureau.tenant}/verification`);
    ofOffice = await handedDown(office.clerk.visitor, moved);
    const { tasks } = ofOffice;
    const [first] = tasks;
    const path = `/api/task/tasks/${first!.taskId}`;
    const [section] = (await moved.head.get<{ id: string; kind: string }[]>('/api/identity/organisations')).filter(
      ({ kind }) => kind === 'section',
    );
    await moved.head.post(`${path}/assignment`, { leadUnit: section!.id });
    await moved.lead.post(`${path}/progress`, { percent: 100, note: '已按要求完成。' });
    await moved.lead.upload(`${path}/evidence`, '现场照片.txt', Buffer.from('在新平台上传的照片'));
    await moved.lead.post(`${path}/submission`, { note: '已完成，请审核。' });
    const report = await until(
      () =>
        office.clerk.visitor.get<Report>(
          `/api/reporting/campaigns/${ofOffice.campaignId}/report?by=unit`,
          moved.head,
          moved.lead,
        ),
      ({ totals }) => totals.submitted === 1,
    );
    const row = report.rows.find(({ name }) => name === BUREAU);
    expect(row?.figures).toMatchObject({ tasks: tasks.length, submitted: 1 });
  });

  it('takes a copy home into an empty folder, equal to the byte, and nothing of anybody else', async () => {
    await caughtUp(city.platform);
    expect(await onEngines('export', BUREAU, places.at('home.export'))).toContain('导出完成 Done');
    const said = await onFolder('home', 'import', places.at('home.export'));
    expect(said).toContain(`迁入完成 Done：“${BUREAU}”`);
    const home = await serve({ folder: places.at('home'), port: 0, host: '127.0.0.1' });
    try {
      await caughtUp(home.platform);
      expect(own(await holdings(home.platform, bureau.tenant))).toEqual(
        own(await holdings(city.platform, bureau.tenant)),
      );
      expect(await foreign(home.platform, bureau.tenant)).toEqual([]);
      expect(await faultsOf(home.platform)).toEqual([]);
      const worker = await signedIn(home.url);
      expect(await seenBy(worker, bureau.campaignId)).toEqual(await seenBy(moved, bureau.campaignId));
      const path = `/api/task/tasks/${ofOffice.tasks[0]!.taskId}`;
      expect(await worker.lead.get(path)).toEqual(await moved.lead.get(path));
      const people = await worker.head.get<{ id: string; name: string }[]>('/api/identity/people');
      const { id } = people.find(({ name }) => name === LEAD.name)!;
      expect(await worker.head.get(`/api/identity/people/${id}`)).toMatchObject({ telephone: TELEPHONE });
    } finally {
      await home.close();
    }
  });

  it('may also take it to the laptop where it began, which then goes on', async () => {
    expect(await onFolder('laptop', 'import', places.at('home.export'))).toContain('迁入完成 Done');
    expect(own(await holdings(laptop.platform, bureau.tenant))).toEqual(
      own(await holdings(city.platform, bureau.tenant)),
    );
  });
});
