import { execFileSync } from 'node:child_process';
import { demoCity, loadCity, playRound, type LoadedTenant } from '@chuangwen/standalone';
import { noticeText, until } from '../journeys/city';
import { Http } from '../security/support/http';
import { Compose, type Container } from './compose';
import { images } from './images';
import { Load } from './load';

jest.setTimeout(600_000);

type Figures = Readonly<{ tasks: number; accepted: number; submitted: number }>;
type Report = Readonly<{ totals: Figures; rows: readonly { name: string | null; figures: Figures }[] }>;

const programs = ['identity', 'campaign', 'task', 'reporting', 'site'];
const engines = ['kafka', 'mongo', 'redis'];

/** `docker compose up`, and a city works on it: each test goes on where the one before it stopped. */
let compose: Compose;
let office: LoadedTenant;
let campaignId: string;
let report: Report;

beforeAll(async () => {
  compose = await Compose.of(await images());
  await compose.run('build', '--quiet', 'setup');
});
afterAll(() => compose?.remove());

const serviceOf = ({ Config }: Container) => Config.Labels['com.docker.compose.service']!;
const byService = async () => new Map((await compose.containers()).map((one) => [serviceOf(one), one]));
const reportNow = () => office.clerk.visitor.get<Report>(`/api/reporting/campaigns/${campaignId}/report?by=unit`);

it('comes up by itself, and is well', async () => {
  await compose.up();
  const found = await byService();
  expect([...found.keys()].sort()).toEqual([...programs, ...engines, 'proxy', 'setup'].sort());
  for (const [name, { State }] of found) expect([name, State.Running]).toEqual([name, name !== 'setup']);
});

it('nobody but the proxy has an open port, and services are not in reach of each other’s outside', async () => {
  const found = await byService();
  const open = [...found].flatMap(([name, { NetworkSettings }]) =>
    Object.values(NetworkSettings.Ports).flatMap((bindings) => (bindings ?? []).map(({ HostIp }) => [name, HostIp])),
  );
  expect(open).toEqual([['proxy', '127.0.0.1']]);
  for (const engine of engines) expect(Object.keys(found.get(engine)!.NetworkSettings.Networks)).toHaveLength(1);
  expect(Object.keys(found.get('proxy')!.NetworkSettings.Networks).join()).not.toMatch(/engines/);
});

it('each runs as nobody in particular, can write nothing but what it keeps, and no more than its share of memory', async () => {
  for (const [name, { Config, HostConfig }] of await byService()) {
    const { ReadonlyRootfs, Privileged, CapDrop, CapAdd, SecurityOpt, Memory, RestartPolicy } = HostConfig;
    expect([name, ReadonlyRootfs, Privileged, CapDrop, CapAdd]).toEqual([name, true, false, ['ALL'], null]);
    expect([name, SecurityOpt]).toEqual([name, ['no-new-privileges:true']]);
    expect([name, /^[1-9]\d*(:|$)/.test(Config.User)]).toEqual([name, true]);
    expect([name, Memory > 0]).toEqual([name, true]);
    expect([name, RestartPolicy.Name]).toEqual([name, name === 'setup' ? 'on-failure' : 'unless-stopped']);
  }
  await expect(compose.run('exec', 'task', 'sh', '-c', 'echo x > /app/x')).rejects.toThrow('Read-only file system');
});

it('no secret stands in the environment of a container, nor in what compose prints of its settings', async () => {
  const environment = await compose.run('exec', 'task', 'sh', '-c', 'env');
  const secret = await compose.run('exec', 'task', 'sh', '-c', 'cat /run/secrets/secret /run/secrets/master-key');
  expect(secret).toHaveLength(88);
  for (const one of [secret.slice(0, 44), secret.slice(44)]) {
    expect(environment).not.toContain(one);
    expect(await compose.run('config')).not.toContain(one);
  }
});

it('the site and the whole API are behind the one port, and nothing that is for the platform itself', async () => {
  const http = new Http(compose.url);
  expect((await http.ask('GET', '/')).text).toContain('创文');
  const { body } = await http.ask('GET', '/api/openapi.json');
  const paths = Object.keys((body as { paths: object }).paths).map((path) => path.split('/')[2]);
  expect(new Set(paths)).toEqual(new Set(['identity', 'campaign', 'task', 'reporting']));
  for (const path of ['/metrics', '/internal/openapi', '/health/ready'])
    expect([path, (await http.ask('GET', path)).status]).toEqual([path, 404]);
  expect((await http.ask('GET', '/api/task/tasks')).body).toMatchObject({ code: 'session.required' });
  http.close();
});

it('an office is opened by the link in the log, and plays a round of work', async () => {
  const [, token] = /\/setup#([\w-]+)/.exec(await compose.logs('identity')) ?? [];
  const whole = demoCity();
  const city = { ...whole, below: whole.below.filter(({ code }) => ['jiaotong', 'shuili'].includes(code)) };
  const setupLink = { open: () => Promise.resolve(token ?? null) };
  office = await loadCity(compose.url, { setupLink }, city, () => undefined);
  const notice = { name: '演示通知.txt', bytes: Buffer.from(noticeText()), ours: true };
  ({ campaignId } = await playRound(office, notice, () => undefined));
  report = await until(reportNow, ({ totals }) => totals.tasks > 20 && totals.accepted > 5, 60);
  expect(report.rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['桐泽市交通运输局', '桐泽市水利局']));
});

it('--scale task=3 under load: the new ones take part, and nothing is lost or refused', async () => {
  const load = await Load.on(compose.url, office, campaignId);
  await compose.run('up', '--no-build', '--no-recreate', '-d', '--scale', 'task=3');
  const addresses = (await compose.containers('task')).map(({ NetworkSettings }) =>
    Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress),
  );
  expect(addresses).toHaveLength(3);
  await until(
    async () => {
      const log = await compose.logs('proxy');
      return addresses.filter((own) => own.some((address) => log.includes(`"service":"${address}:8420"`))).length;
    },
    (serving) => serving === 3,
    90,
  );
  await compose.run('up', '--no-build', '--no-recreate', '-d', '--scale', 'task=2');
  const { asked, refused, lost, twice } = await load.end();
  console.log(`${asked} requests while instances came and went`);
  expect({ refused, lost, twice }).toEqual({ refused: [], lost: 0, twice: 0 });
  expect(asked).toBeGreaterThan(100);
});

it('Kafka is started anew under load: commands go on, and views have it all afterwards', async () => {
  const load = await Load.on(compose.url, office, campaignId);
  await compose.run('restart', 'kafka');
  const { asked, refused, lost, twice } = await load.end();
  console.log(`${asked} requests while Kafka was away`);
  expect({ refused, lost, twice }).toEqual({ refused: [], lost: 0, twice: 0 });
});

it('a service that is killed comes back by itself', async () => {
  const { State } = (await byService()).get('reporting')!;
  execFileSync('kill', ['-9', String(State.Pid)]);
  await until(
    async () => (await byService()).get('reporting')!,
    ({ State: now, RestartCount }) => now.Running && RestartCount === 1 && now.Pid !== State.Pid,
    30,
  );
  const now = await until(reportNow, ({ totals }) => totals.tasks === report.totals.tasks, 60);
  expect(now.totals.accepted).toBe(report.totals.accepted);
});

it('everything is there again after it was taken down', async () => {
  const before = await reportNow();
  await compose.run('down');
  await compose.up();
  const after = await until(reportNow, ({ totals }) => totals.tasks > 0, 60);
  expect(after).toEqual(before);
  for (const { Name, State } of await compose.containers()) expect([Name, State.OOMKilled]).toEqual([Name, false]);
});
