import { ConcurrencyConflict, StorageUnavailable } from '@chuangwen/kernel';
import type { Job, JobQueue, ServicePorts } from '@chuangwen/ports';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { inspectionModule, memoryPorts } from '../fakes/inspection';
import { StoppedClock } from '../fakes/sample';
import { PRINCIPAL_HEADER, PrincipalTickets } from '../principal';
import { ServiceRuntime } from '../service-runtime';
import { setLog } from '../watch/log';
import { httpApplication } from './app';

const tickets = new PrincipalTickets(new Uint8Array(32).fill(1));
const clock = new StoppedClock();
const posts = [{ post: 'administrator', organisation: 'root' }] as const;
const li = { account: 'a-1', person: 'li', tenant: 'bureau', office: false, root: 'root', posts: [...posts] };

let ports: ReturnType<typeof memoryPorts>;
let app: NestFastifyApplication;
const logged: Record<string, unknown>[] = [];

beforeEach(async () => {
  logged.length = 0;
  setLog({ format: 'json', level: 'info', write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) });
  ports = memoryPorts();
  await open(ports);
});
afterEach(() => app.close());

async function open(of: ServicePorts): Promise<void> {
  app = await httpApplication('inspection', inspectionModule(of, clock), tickets, undefined, { patience: 50 });
}

async function ask(method: 'GET' | 'POST', url: string, payload?: object, headers: Record<string, string> = {}) {
  const ticket = { [PRINCIPAL_HEADER]: tickets.issue(li, clock.now()) };
  return app.inject({ method, url, headers: { ...ticket, ...headers }, ...(payload ? { payload } : {}) });
}
const openPoint = (headers?: Record<string, string>) =>
  ask('POST', '/api/inspection/points', { office: 'office' }, headers);

/** The values of a metric, by its labels as Prometheus writes them. */
async function metric(name: string): Promise<Record<string, number>> {
  const { payload } = await ask('GET', '/metrics');
  const lines = payload.split('\n').filter((line) => line.startsWith(`${name}{`));
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** How much more of what matches there is after than before. */
async function more(name: string, match: string, work: () => Promise<unknown>): Promise<number> {
  const sum = async () =>
    Object.entries(await metric(name)).reduce((all, [labels, value]) => all + (labels.includes(match) ? value : 0), 0);
  const before = await sum();
  await work();
  return (await sum()) - before;
}
const commandsOf = (outcome: string, work: () => Promise<unknown>) =>
  more('chuangwen_commands_total', `command="OpenPoint",outcome="${outcome}"`, work);

describe('metrics', () => {
  it('are in the format of Prometheus, of the process too', async () => {
    const { headers, payload } = await ask('GET', '/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
      expect(payload).toMatch(new RegExp(`^${name} `, 'm'));
  });

  it('count commands by name and outcome, and time them', async () => {
    expect(await commandsOf('done', () => openPoint())).toBe(1);
    const timed = more('chuangwen_command_duration_seconds_count', 'command="OpenPoint"', () => openPoint());
    expect(await timed).toBe(1);
    const without = { ...li, posts: [] };
    const refused = () =>
      openPoint({ [PRINCIPAL_HEADER]: tickets.issue(without as unknown as typeof li, clock.now()) });
    expect(await commandsOf('refused', refused)).toBe(1);
    expect(await commandsOf('unavailable', () => failing(new StorageUnavailable('io')))).toBe(1);
    expect(await commandsOf('failed', () => failing(new Error('no room')))).toBe(1);
    expect(await commandsOf('conflict', () => openPoint({ 'if-match': '7' }))).toBe(1);
  });

  it('count those of workflows as well', async () => {
    await openPoint();
    const visits = more('chuangwen_commands_total', 'command="VisitPoint",outcome="done"', () => ports.feed.deliver());
    expect(await visits).toBe(1);
  });

  it('count conflicts that were decided again, and commands that came twice', async () => {
    const again = more('chuangwen_version_conflicts_total', '', () => failing(new ConcurrencyConflict('p', 0, 1)));
    expect(await again).toBe(1);
    const key = { 'idempotency-key': 'the-same-command' };
    await openPoint(key);
    expect(await more('chuangwen_repeated_commands_total', '', () => openPoint(key))).toBe(1);
  });

  it('count requests by route template and status, whatever the address was', async () => {
    const ok = 'method="POST",route="/api/inspection/points",status="201"';
    expect(await more('chuangwen_http_requests_total', ok, () => openPoint())).toBe(1);
    const template = 'route="/api/inspection/points/:id",status="404"';
    const get = () => ask('GET', '/api/inspection/points/no-such');
    expect(await more('chuangwen_http_requests_total', template, get)).toBe(1);
    const none = 'route="none",status="404"';
    expect(await more('chuangwen_http_requests_total', none, () => ask('GET', '/wp-admin/setup.php'))).toBe(1);
  });

  it('tell how far views and workflows are behind, and what is parked', async () => {
    await openPoint();
    expect(await metric('chuangwen_consumer_lag_events')).toMatchObject({
      '{service="inspection",consumer="points"}': 1,
      '{service="inspection",consumer="workflow:first-visit"}': 1,
    });
    await ports.views.commit(
      { view: 'points', generation: 1 },
      { documents: [], counters: [], positions: [], seen: [], park: [{ topic: 'inspection', ...PARKED }] },
    );
    expect(await metric('chuangwen_parked_streams')).toMatchObject({
      '{service="inspection",consumer="points"}': 1,
      '{service="inspection",consumer="workflow:first-visit"}': 0,
    });
    expect(await metric('chuangwen_consumer_running')).toMatchObject({
      '{service="inspection",consumer="points"}': 1,
    });
  });

  it('tell of jobs by queue, of the backlog of the relay, and of refused messages', async () => {
    await app.close();
    const jobs = { schedule: async () => true, counts: async () => ({ waiting: 3, failed: 2 }), work } as never;
    const figures = { unpublished: async () => 7, refused: () => ({ forged: 4 }) };
    await open({ ...ports, jobs, figures });
    const watched = app.get(ServiceRuntime).jobs;
    await watched.work('reminders', async ({ key }) => {
      if (key === 'bad') throw new Error('no');
    });
    expect(await metric('chuangwen_jobs')).toEqual({
      '{service="inspection",queue="reminders",state="waiting"}': 3,
      '{service="inspection",queue="reminders",state="failed"}': 2,
    });
    expect(await metric('chuangwen_relay_backlog_appends')).toEqual({ '{service="inspection"}': 7 });
    for (let twice = 0; twice < 2; twice += 1)
      expect(await metric('chuangwen_refused_messages_total')).toEqual({ '{service="inspection",reason="forged"}': 4 });
    expect(await metric('chuangwen_job_runs_total')).toEqual({
      '{service="inspection",queue="reminders",outcome="done"}': 1,
      '{service="inspection",queue="reminders",outcome="failed"}': 1,
    });
  });

  it('say where figures could not be read, instead of old ones', async () => {
    await openPoint();
    const unread = async (figure: string) =>
      (await metric('chuangwen_unread_figures'))[`{service="inspection",figure="${figure}"}`];
    expect([await unread('lag'), await unread('parked')]).toEqual([0, 0]);
    jest.spyOn(ports.views, 'positions').mockRejectedValue(new StorageUnavailable('io'));
    expect([await unread('lag'), await unread('parked')]).toEqual([1, 0]);
    expect(await metric('chuangwen_consumer_lag_events')).toEqual({});
  });

  it('name no tenant and nobody', async () => {
    await openPoint();
    await ports.feed.deliver();
    const { payload } = await ask('GET', '/metrics');
    expect(payload).not.toMatch(/"(?:bureau|office|li)"|欧阳/);
  });
});

describe('health', () => {
  const ready = async () => {
    const answer = await ask('GET', '/health/ready');
    return [answer.statusCode, answer.json()];
  };

  it('is ready, alive, and says so to anybody', async () => {
    expect(await ready()).toEqual([200, expect.objectContaining({ status: 'ready' })]);
    const live = await app.inject({ url: '/health/live' });
    expect([live.statusCode, live.json().status]).toEqual([200, 'live']);
  });

  it('is not ready with the store away', async () => {
    jest.spyOn(ports.events, 'receipt').mockRejectedValue(new StorageUnavailable('io'));
    expect(await ready()).toMatchObject([503, { reasons: [{ service: 'inspection', reason: 'store' }] }]);
  });

  it('is not ready once it stops', async () => {
    app.get(ServiceRuntime).beforeApplicationShutdown();
    expect(await ready()).toMatchObject([503, { reasons: [{ reason: 'stopping' }] }]);
  });

  it('is not ready when nobody hears any more', async () => {
    await app.get(ServiceRuntime).workflows[0]!.stop();
    const reasons = [{ reason: 'not-running', what: 'workflow:first-visit' }];
    expect(await ready()).toMatchObject([503, { reasons }]);
  });
});

describe('the log', () => {
  it('tells of each command with tenant, correlation id and outcome, and nothing of what it says', async () => {
    await openPoint({ 'idempotency-key': 'the-command-1' });
    await ports.feed.deliver();
    const told = logged.filter(({ message }) => message === 'a command');
    expect(told).toMatchObject([
      { level: 'info', service: 'inspection', tenant: 'bureau', command: 'OpenPoint', outcome: 'done' },
      { command: 'VisitPoint', tenant: 'bureau', outcome: 'done' },
    ]);
    // The workflow's command belongs to the same story.
    expect(told[1]!.correlationId).toBe(told[0]!.correlationId);
    expect(JSON.stringify(told)).not.toMatch(/欧阳|"li"/);
  });

  it('tells of a failure with the same', async () => {
    await failing(new Error('no room'));
    expect(logged).toContainEqual(
      expect.objectContaining({ level: 'error', tenant: 'bureau', correlationId: expect.any(String) }),
    );
  });
});

const PARKED = {
  tenant: 'bureau',
  stream: 'point-1',
  version: 1,
  reason: 'x',
  attempts: 3,
  parkedAt: clock.now().toISOString(),
};

/** Opens a point, while the store fails once so. */
async function failing(error: Error) {
  jest.spyOn(ports.events, 'append').mockRejectedValueOnce(error);
  return openPoint();
}

/** Two jobs come at once, and one of them fails. */
const work: JobQueue['work'] = async (queue, handler) => {
  for (const key of ['good', 'bad'])
    await handler({ queue, key, tenant: 'bureau', at: '', data: null } satisfies Job).catch(() => undefined);
  return { stop: async () => undefined };
};
