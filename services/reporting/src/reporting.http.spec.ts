import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  campaignContracts,
  identityContracts,
  INSTALLATION,
  plainEvent,
  taskContracts,
  type EventContract,
  type Item,
} from '@chuangwen/contracts';
import { readTables } from '@chuangwen/documents';
import type { DomainEvent } from '@chuangwen/kernel';
import {
  Clock,
  EventCodec,
  httpApplication,
  newId,
  openApi,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  ServiceRuntime,
  sha256Hex,
  Streams,
  type Aggregate,
  type Caller,
  type Principal,
} from '@chuangwen/platform';
import type { ServicePorts } from '@chuangwen/ports';
import { openStorage, type Storage } from '@chuangwen/runtime';
import { ReportingModule } from './reporting.module';

class SetClock extends Clock {
  at = '2026-04-01';
  override now(): Date {
    return new Date(`${this.at}T04:00:00.000Z`);
  }
}
type Told = readonly [service: string, contracts: readonly EventContract[]];
const identity: Told = ['identity', identityContracts];
const campaign: Told = ['campaign', campaignContracts];
const task: Told = ['task', taskContracts];

const clock = new SetClock();
const tickets = new PrincipalTickets(Buffer.alloc(32, 1));
let folder: string;
let storage: Storage;
let app: Awaited<ReturnType<typeof httpApplication>>;
/** While set, what is sealed with this plan's key can't be opened. */
let brokenKey: string | null = null;

/** Appends another service's events as that service would, at noon of a day; answers the token. */
async function tell(
  told: Told,
  day: string,
  tenant: string,
  stream: string,
  audience: string[],
  ...events: DomainEvent[]
) {
  const [service, contracts] = told;
  const ports = storage.ports(service);
  const aggregate: Aggregate<null, readonly DomainEvent[], DomainEvent> = {
    kind: 'told@1',
    decider: { initialState: () => null, evolve: () => null, decide: (_, all) => [...all] },
    audience: () => audience,
  };
  const then = new SetClock();
  then.at = day;
  const commandId = newId();
  const caller: Caller = {
    tenant,
    actor: { kind: 'system', id: 'spec' },
    principal: null,
    commandId,
    bodyHash: sha256Hex(commandId),
    correlationId: commandId,
    causationId: commandId,
  };
  const streams = new Streams(service, ports.events, new EventCodec(contracts, ports.keys), then);
  return (await streams.execute(aggregate, { tenant, stream }, events, caller)).token;
}

const DAY = '2026-04-01';
const tenantOf = (tenantId: string, name: string, ...overseers: string[]) =>
  tell(identity, DAY, INSTALLATION, `tenant-${tenantId}`, [tenantId, ...overseers], {
    type: 'tenant.registered',
    data: {
      tenantId,
      organisationId: `${tenantId}-org`,
      name,
      kind: overseers.length ? 'agency' : 'office',
      level: null,
      overseers,
    },
  });
const unitOf = (tenant: string, organisationId: string, name: string, parent: string | null) =>
  tell(identity, DAY, tenant, `organisation-${organisationId}`, [], {
    type: 'organisation.founded',
    data: { organisationId, name, kind: parent ? 'unit' : 'root', parent, tree: 'line', validFrom: '2020-01-01' },
  });
const item = (itemId: string, number: string, title: string): Item => ({
  itemId,
  above: null,
  number,
  title,
  text: null,
  phaseId: 'p1',
  deadline: null,
  evidenceWanted: null,
});
const phases = [
  { phaseId: 'p2', name: '宣传发动阶段', start: null, end: null, text: null },
  { phaseId: 'p1', name: '集中攻坚阶段', start: null, end: null, text: null },
];
const items = [item('m2', '（三）', '文明交通'), item('m1', '（三）', '校园环境')];
const brief = {
  campaignId: 'c1',
  tenant: 'office',
  organisationId: 'office-org',
  title: '桐泽市创建全国文明城市工作',
  honour: null,
  level: null,
  term: null,
  docNumber: null,
  guidingThought: null,
  goals: null,
  phases,
  requirements: [],
};

const about = (taskId: string, type: string, data: object = {}): DomainEvent => ({ type, data: { taskId, ...data } });
const opened = (taskId: string, organisationId: string, more: object = {}): DomainEvent =>
  about(taskId, 'task.opened', {
    campaignId: 'c1',
    planId: 'plan1',
    organisationId,
    item: item(`i-${taskId}`, '1.', `任务 ${taskId}`),
    measure: { itemId: 'm1', number: '（三）', title: '校园环境' },
    phase: phases[1],
    deadline: null,
    responsible: '王老师',
    ...more,
  });
const assigned = (taskId: string, leadUnit: string): DomainEvent =>
  about(taskId, 'task.assigned', { leadUnit, jointUnits: [], personId: 'person-secret', leaderId: null });
const submitted = (taskId: string): DomainEvent => about(taskId, 'task.submitted', { note: '说明里提到了沈志远' });
const accepted = (taskId: string): DomainEvent => about(taskId, 'task.accepted', { note: null });
const work = (tenant: string, day: string, taskId: string, ...events: DomainEvent[]) =>
  tell(task, day, tenant, `task-${taskId}`, [], ...events);

const who = (tenant: string, office = false): Principal => ({
  account: 'a',
  person: 'p',
  tenant,
  office,
  root: `${tenant}-org`,
  posts: [{ post: 'clerk', organisation: `${tenant}-org` }],
});
const office = who('office', true);

async function get(as: Principal | null, url: string) {
  const headers = as ? { [PRINCIPAL_HEADER]: tickets.issue(as, clock.now()) } : {};
  const response = await app.inject({ method: 'GET', url: `/api/reporting/campaigns/${url}`, headers });
  const isJson = response.headers['content-type']?.toString().includes('json');
  return { status: response.statusCode, body: isJson ? response.json() : null, raw: response.rawPayload, response };
}
/** Waits until the views are at the token. */
async function read(as: Principal, url: string, token: string) {
  const answer = await get(as, `${url}${url.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`);
  expect([answer.status, answer.body?.freshness?.caughtUp]).toEqual([200, true]);
  return answer.body;
}
type Row = { key: string; name: string | null; figures: Record<string, number> };
const rowsOf = (body: { data: { rows: Row[] } }) =>
  Object.fromEntries(body.data.rows.map(({ key, figures }) => [key, figures]));

async function start() {
  const ports = storage.ports('reporting');
  const find: ServicePorts['keys']['find'] = async (tenant, subject) => {
    if (subject === brokenKey) throw new Error('the key can’t be read');
    return ports.keys.find(tenant, subject);
  };
  const keys = new Proxy(ports.keys, {
    get(vault, name) {
      const value = name === 'find' ? find : (Reflect.get(vault, name) as unknown);
      return typeof value === 'function' ? (value.bind(vault) as unknown) : value;
    },
  });
  app = await httpApplication('reporting', ReportingModule.on({ ...ports, keys }, clock), tickets);
}

let last: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chuangwen-reporting-'));
  storage = await openStorage({ mode: 'embedded', folder });
  await start();
  await tenantOf('office', '桐泽市文明办');
  await tenantOf('edu', '桐泽市教育局', 'office');
  await tenantOf('road', '桐泽市交通运输局', 'office');
  await tenantOf('far', '远山市文明办');
  await unitOf('office', 'office-org', '桐泽市文明办', null);
  await unitOf('edu', 'edu-org', '桐泽市教育局', null);
  await unitOf('edu', 'school', '=第一实验小学', 'edu-org');
  await unitOf('edu', 'class', '后勤处', 'school');
  await unitOf('road', 'road-org', '桐泽市交通运输局', null);
  await unitOf('far', 'far-org', '远山市文明办', null);
  await tell(campaign, DAY, 'office', 'campaign-c1', [], {
    type: 'campaign.opened',
    data: {
      campaignId: 'c1',
      brief,
      documentId: 'c1',
      noticeId: null,
      planId: 'plan0',
      items,
      responsible: {},
      leadingGroup: null,
    },
  });
  const approved = {
    planId: 'plan1',
    campaignId: 'c1',
    organisationId: 'edu-org',
    parent: null,
    revision: 1,
    purpose: 'approval',
  };
  for (const tenant of ['edu', 'road'])
    await tell(campaign, DAY, tenant, `plan-${tenant}`, [], {
      type: 'plan.approved',
      data: { ...approved, planId: `plan-${tenant}`, items, phases, responsible: {} },
    });
  await work('edu', '2026-04-01', 't1', opened('t1', 'edu-org', { deadline: '2026-04-10' }), assigned('t1', 'class'));
  await work('edu', '2026-04-01', 't2', opened('t2', 'edu-org', { deadline: '2026-04-10' }));
  await work('edu', '2026-04-01', 't3', opened('t3', 'school'));
  await work(
    'road',
    '2026-04-02',
    't4',
    opened('t4', 'road-org', {
      deadline: '2026-05',
      phase: null,
      measure: { itemId: 'm2', number: '（三）', title: '文明交通' },
    }),
  );
  await work('edu', '2026-04-09', 't1', submitted('t1'));
  await work('edu', '2026-04-12', 't2', submitted('t2'));
  last = await work('edu', '2026-04-12', 't1', accepted('t1'));
  clock.at = '2026-04-20';
  // A token speaks of one stream; the tree and the names come from others.
  while ((await get(office, 'c1/report')).body.freshness?.behind !== 0)
    await new Promise((wake) => setTimeout(wake, 20));
});
afterAll(async () => {
  await app.close();
  await storage.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the report of a campaign', () => {
  it('sums up the agencies below an office, and every unit below its agency', async () => {
    const body = await read(office, 'c1/report', last);
    expect(body.data).toMatchObject({ campaign: { title: brief.title }, asOf: '2026-04-20', period: null });
    expect(body.data.rows.map(({ name, depth }: { name: string; depth: number }) => [name, depth])).toEqual([
      ['桐泽市文明办', 0],
      ['桐泽市交通运输局', 1],
      ['桐泽市教育局', 1],
      ['=第一实验小学', 2],
      ['后勤处', 3],
    ]);
    const rows = rowsOf(body);
    expect(rows['edu-org']).toMatchObject({
      tasks: 3,
      assigned: 1,
      submitted: 2,
      accepted: 1,
      due: 2,
      onTime: 1,
      late: 1,
    });
    expect(rows['edu-org']).toMatchObject({ overdue: 0, undated: 1, completeness: 0.3333, timeliness: 0.5 });
    expect(rows['school']).toMatchObject({ tasks: 2, accepted: 1, undated: 1 });
    expect(rows['office-org']).toEqual(body.data.totals);
    expect(body.data.totals.tasks).toBe(4);
  });

  it('says how many tasks the plans ask for that nobody has told of', async () => {
    const at = async (who: Principal, query = '') => (await read(who, `c1/report${query}`, last)).data.missing;
    expect([await at(office), await at(who('edu')), await at(who('road'))]).toEqual([1, 0, 1]);
    expect([await at(office, '?asOf=2026-04-01'), await at(office, '?asOf=2026-03-31')]).toEqual([2, 0]);
    const table = (await get(office, 'c1/report?format=csv')).raw.toString('utf8');
    expect(table).toContain('方案中有 1 项措施尚未形成任务');
  });

  it('shows an agency its own only', async () => {
    const body = await read(who('road'), 'c1/report', last);
    expect(body.data.totals.tasks).toBe(1);
    expect(body.data.rows.map(({ key }: Row) => key)).toEqual(['road-org']);
  });

  it('speaks of a period, and counts what has no deadline apart', async () => {
    const { data } = await read(office, 'c1/report?from=2026-04-01&to=2026-04-30', last);
    expect(data.totals).toMatchObject({ tasks: 2, accepted: 1, undated: 2, completeness: 0.5 });
    const { data: may } = await read(office, 'c1/report?from=2026-05-01', last);
    expect(may.totals).toMatchObject({ tasks: 0, undated: 2, completeness: null });
  });

  it.each([
    ['2026-03-31', { tasks: 0 }],
    ['2026-04-01', { tasks: 3, assigned: 1, submitted: 0, due: 0, overdue: 0 }],
    ['2026-04-10', { tasks: 4, submitted: 1, due: 2, onTime: 1, overdue: 0 }],
    ['2026-04-11', { tasks: 4, submitted: 1, due: 2, onTime: 1, overdue: 1 }],
    ['2026-04-12', { tasks: 4, submitted: 2, accepted: 1, late: 1, overdue: 0 }],
  ])('can be seen as of %s', async (asOf, totals) => {
    const { data } = await read(office, `c1/report?asOf=${asOf}`, last);
    expect(data.totals).toMatchObject(totals);
  });

  it('is broken down by measure and phase, named and ordered as the plan has them', async () => {
    const byMeasure = (await read(office, 'c1/report?by=measure', last)).data.rows;
    expect(byMeasure.map(({ key, name, figures }: Row) => [key, name, figures['tasks']])).toEqual([
      ['m2', '文明交通', 1],
      ['m1', '校园环境', 3],
    ]);
    const byPhase = (await read(office, 'c1/report?by=phase', last)).data.rows;
    expect(byPhase.map(({ key, name }: Row) => [key, name])).toEqual([
      ['p1', '集中攻坚阶段'],
      ['-', null],
    ]);
  });

  it('names the tasks and events behind a figure, and nothing that an office may not see', async () => {
    const { data } = await read(office, 'c1/report/explanation?by=unit&key=edu-org&figure=late', last);
    expect(data).toMatchObject({
      count: 1,
      tasks: [{ taskId: 't2', submittedOn: '2026-04-12', situation: 'submitted' }],
    });
    expect(data.tasks[0].events.map(({ type }: { type: string }) => type)).toEqual(['task.opened', 'task.submitted']);
    const { events } = await storage.ports('task').events.read({ tenant: 'edu', stream: 'task-t2' });
    expect(data.tasks[0].events.map(({ id }: { id: string }) => id)).toEqual(events.map(({ id }) => id));
    const all = await read(office, 'c1/report/explanation?figure=tasks', last);
    expect(all.data.count).toBe(4);
    for (const secret of ['person-secret', '沈志远', '王老师']) expect(JSON.stringify(all)).not.toContain(secret);
    const paged = await read(office, 'c1/report/explanation?figure=tasks&limit=3', last);
    expect([paged.data.tasks.length, paged.data.next]).toEqual([3, 'edu|t3']);
    const rest = await read(office, 'c1/report/explanation?figure=tasks&limit=3&after=edu|t3', last);
    expect([rest.data.tasks.length, rest.data.next, rest.data.count]).toEqual([1, null, 4]);
  });

  it('names them as a table too, one task a row', async () => {
    const url = 'c1/report/explanation?figure=tasks&limit=2';
    const lines = (await get(office, `${url}&format=csv`)).raw.toString('utf8').split('\r\n');
    expect(lines[0]).toBe('\ufeff序号,任务,单位,工作措施,阶段,完成时限,状态,报送日期');
    expect(lines.filter((line) => line.includes('任务 t'))).toHaveLength(4);
    expect(lines).toContainEqual(expect.stringContaining('数字,任务数：4 项'));
    const [table] = await readTables((await get(office, `${url}&format=xlsx`)).raw, 'tasks.xlsx');
    expect(table!.rows).toHaveLength(6);
  });

  it('leaves as CSV that a spreadsheet opens and does not run', async () => {
    const { response, raw } = await get(office, 'c1/report?format=csv');
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = raw.toString('utf8').split('\r\n');
    expect(lines[0]).toBe(
      '\ufeff单位,层级,任务数（项）,已分派（项）,已报送（项）,已通过（项）,完成率（%）,应到期（项）,按时报送（项）,逾期报送（项）,逾期未报（项）,及时率（%）,无时限任务（项）',
    );
    expect(lines[3]).toBe('桐泽市教育局,2,3,1,2,1,33.33,2,1,1,0,50,1');
    expect(lines[4]).toMatch(/^'=第一实验小学,3,/);
    expect(lines[6]).toMatch(/^合计,,4,/);
  });

  it('leaves as a workbook with a title, headings with units and what it is of', async () => {
    const { response, raw } = await get(office, 'c1/report?format=xlsx');
    expect(response.headers['content-type']).toContain('spreadsheetml');
    const [table, notes] = await readTables(raw, 'report.xlsx');
    expect(table!.rows[0]![0]).toBe('桐泽市创建全国文明城市工作完成情况（按单位，截至 2026-04-20）');
    expect(table!.rows[1]!.slice(0, 4)).toEqual(['单位', '层级', '任务数（项）', '已分派（项）']);
    expect(table!.rows[4]!.slice(0, 7)).toEqual(['桐泽市教育局', '2', '3', '1', '2', '1', '33.33']);
    expect(table!.rows[5]![0]).toBe('=第一实验小学');
    expect(notes!.rows).toContainEqual(['截至', '2026-04-20']);
  });

  it('is nothing to an office elsewhere or without a session', async () => {
    expect((await get(office, 'c1/report')).status).toBe(200);
    expect((await get(who('far', true), 'c1/report')).status).toBe(404);
    expect((await get(who('far', true), 'c1/report/explanation?figure=tasks')).status).toBe(404);
    expect((await get(null, 'c1/report')).status).toBe(401);
    expect((await get(office, 'c9/report')).status).toBe(404);
  });

  it('of what an agency takes up by itself is the agency’s alone, though the office oversees it', async () => {
    await tell(campaign, '2026-04-03', 'edu', 'campaign-c5', [], {
      type: 'campaign.opened',
      data: {
        campaignId: 'c5',
        brief: { ...brief, campaignId: 'c5', tenant: 'edu', organisationId: 'edu-org', title: '校园自创' },
        documentId: 'c5',
        noticeId: null,
        planId: 'plan5',
        items,
        responsible: {},
        leadingGroup: null,
      },
    });
    const token = await work(
      'edu',
      '2026-04-03',
      't50',
      opened('t50', 'edu-org', { campaignId: 'c5', planId: 'plan5' }),
    );
    const own = await read(who('edu'), 'c5/report', token);
    expect([own.data.campaign.title, own.data.totals.tasks]).toEqual(['校园自创', 1]);
    for (const url of ['c5/report', 'c5/report?format=csv', 'c5/report/explanation?figure=tasks']) {
      const [known, unknown] = [await get(office, url), await get(office, url.replace('c5', 'c9'))];
      expect([known.status, known.body]).toEqual([404, unknown.body]);
    }
  });

  it.each([
    ['c1/report?from=2026-05-01&to=2026-04-01', 'report.period-backwards'],
    ['c1/report?asOf=2026-04-21', 'report.as-of-future'],
    ['c1/report?asOf=2026-02-30', 'request.invalid'],
    ['c1/report?by[$ne]=unit', 'request.invalid'],
    ['c1/report/explanation?figure=__proto__', 'request.invalid'],
  ])('refuses %s in words', async (url, code) => {
    const { status, body } = await get(office, url);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('documents every route', () =>
    expect(Object.keys(openApi('reporting', app).paths)).toEqual(
      expect.arrayContaining(['report', 'report/explanation'].map((one) => `/api/reporting/campaigns/{id}/${one}`)),
    ));
});

describe('what happens to units', () => {
  it('leaves earlier reports as they were, byte by byte', async () => {
    const urls = ['unit', 'phase', 'measure'].map((by) => `c1/report?asOf=2026-04-15&by=${by}`);
    const before = await Promise.all(urls.map(async (url) => (await get(office, url)).raw.toString('utf8')));
    const told = { organisationId: 'class', tree: 'line', parent: 'edu-org', validFrom: '2026-01-01' };
    await tell(identity, '2026-04-16', 'edu', 'organisation-class', [], { type: 'organisation.moved', data: told });
    const renamed = { organisationId: 'school', name: '桐泽市第一实验学校', validFrom: '2026-01-01' };
    const token = await tell(identity, '2026-04-16', 'edu', 'organisation-school', [], {
      type: 'organisation.renamed',
      data: renamed,
    });
    const today = await read(office, 'c1/report', token);
    expect(rowsOf(today)['school']).toMatchObject({ tasks: 1 });
    expect(today.data.rows.find(({ key }: Row) => key === 'school').name).toBe('桐泽市第一实验学校');
    const after = await Promise.all(urls.map(async (url) => (await get(office, url)).raw.toString('utf8')));
    expect(after).toEqual(before);
  });

  it('sums a unit on two trees once on each', async () => {
    const onDistrict = { organisationId: 'school', tree: 'district', parent: 'road-org', validFrom: '2026-01-01' };
    const token = await tell(identity, '2026-04-17', 'edu', 'organisation-school', [], {
      type: 'organisation.moved',
      data: onDistrict,
    });
    const line = await read(office, 'c1/report?tree=line', token);
    const district = await read(office, 'c1/report?tree=district', token);
    expect([rowsOf(line)['edu-org']!['tasks'], rowsOf(line)['road-org']!['tasks']]).toEqual([3, 1]);
    expect([rowsOf(district)['edu-org']!['tasks'], rowsOf(district)['road-org']!['tasks']]).toEqual([2, 2]);
    expect(line.data.totals).toEqual(district.data.totals);
  });
});

describe('a task that no longer counts, and one that counts for others too', () => {
  const totals = async (url: string, token: string) => (await read(office, url, token)).data.totals;

  it('counts no more from the day it was withdrawn, and again from the day it is reinstated; days before stay', async () => {
    const urls = ['unit', 'phase', 'measure'].map((by) => `c1/report?asOf=2026-04-16&by=${by}`);
    const before = await Promise.all(urls.map(async (url) => (await get(office, url)).raw.toString('utf8')));
    const withdrawn = { cause: 'plan', by: null, reason: '方案撤回，张三负责' };
    let token = await work('edu', '2026-04-17', 't1', about('t1', 'task.withdrawn', withdrawn));
    expect(await totals('c1/report?asOf=2026-04-17', token)).toMatchObject({
      tasks: 3,
      accepted: 0,
      onTime: 0,
      due: 1,
    });
    const behind = await read(office, 'c1/report/explanation?figure=tasks', token);
    expect(behind.data).toMatchObject({ count: 3, tasks: [{ taskId: 't2' }, { taskId: 't3' }, { taskId: 't4' }] });
    const again = { planId: 'plan1', said: null, deadline: '2026-04-10' };
    token = await work('edu', '2026-04-18', 't1', about('t1', 'task.reinstated', again));
    expect(await totals('c1/report?asOf=2026-04-17', token)).toMatchObject({ tasks: 3, accepted: 0 });
    expect(await totals('c1/report', token)).toMatchObject({ tasks: 4, accepted: 1, onTime: 1, due: 2 });
    const after = await Promise.all(urls.map(async (url) => (await get(office, url)).raw.toString('utf8')));
    expect(after).toEqual(before);
  });

  it('counts in every campaign that it is shared with, by what is said of it there', async () => {
    const c2 = { ...brief, campaignId: 'c2', title: '桐泽市创建国家卫生城市工作' };
    await tell(campaign, '2026-04-02', 'office', 'campaign-c2', [], {
      type: 'campaign.opened',
      data: {
        campaignId: 'c2',
        brief: c2,
        documentId: 'c2',
        noticeId: null,
        planId: 'p-c2',
        items,
        responsible: {},
        leadingGroup: null,
      },
    });
    const shared = {
      campaignId: 'c2',
      planId: 'p-c2',
      covers: 'other',
      itemId: 'm9',
      measure: { itemId: 'm9', number: '9.', title: '健康校园' },
      phase: null,
      deadline: '2026-04-05',
      reason: '同一项工作',
    };
    let token = await work('edu', '2026-04-17', 't2', about('t2', 'task.shared-with', shared));
    expect(await totals('c2/report?asOf=2026-04-16', token)).toMatchObject({ tasks: 0 });
    expect(await totals('c2/report', token)).toMatchObject({ tasks: 1, submitted: 1, late: 1, due: 1 });
    expect(await totals('c1/report', token)).toMatchObject({ tasks: 4 });
    const behind = await read(office, 'c2/report/explanation?by=measure&key=m9&figure=late', token);
    expect(behind.data).toMatchObject({
      count: 1,
      tasks: [{ taskId: 't2', measure: '健康校园', deadline: '2026-04-05' }],
    });
    const apart = { campaignId: 'c2', covers: 'other', reason: '另行办理' };
    token = await work('edu', '2026-04-18', 't2', about('t2', 'task.unshared', apart));
    expect(await totals('c2/report', token)).toMatchObject({ tasks: 0 });
    expect(await totals('c2/report?asOf=2026-04-17', token)).toMatchObject({ tasks: 1 });
  });
});

describe('part of a report', () => {
  it('is so many levels, or one unit and what is below it', async () => {
    const some = (await read(office, 'c1/report?levels=2', last)).data;
    expect(some.rows.map(({ key, more }: Row & { more: boolean }) => [key, more])).toEqual([
      ['office-org', false],
      ['road-org', false],
      ['edu-org', true],
    ]);
    const whole = (await read(office, 'c1/report', last)).data;
    expect([some.totals, rowsOf({ data: some })['edu-org']]).toEqual([
      whole.totals,
      rowsOf({ data: whole })['edu-org'],
    ]);
    const below = (await read(office, 'c1/report?under=edu-org', last)).data;
    expect(below.rows.map(({ key }: Row) => key)).toEqual(whole.rows.map(({ key }: Row) => key).slice(2));
    expect(below.totals).toEqual(rowsOf({ data: whole })['edu-org']);
    expect((await get(office, 'c1/report?under=nobody')).status).toBe(404);
    expect((await get(who('road'), 'c1/report?under=edu-org')).status).toBe(404);
  });
});

describe('a stream that can’t be read', () => {
  const t5 = { topic: 'task', tenant: 'edu', stream: 'task-t5' };

  it('is parked alone; the report says that it misses one, and a retry after a dry run brings it in', async () => {
    brokenKey = 'document:plan-broken';
    await work('edu', '2026-04-18', 't5', opened('t5', 'edu-org', { planId: 'plan-broken' }));
    await work('edu', '2026-04-18', 't5', assigned('t5', 'school'));
    const token = await work('edu', '2026-04-18', 't6', opened('t6', 'edu-org'));
    const missing = await read(office, 'c1/report', token);
    expect(missing.freshness.parked).toBe(1);
    expect(missing.data.totals.tasks).toBe(5);
    expect(missing.data.unread).toEqual([{ tenant: 'edu', name: '桐泽市教育局', streams: 1 }]);
    expect((await get(office, 'c1/report?format=csv')).raw.toString('utf8')).toContain(
      '桐泽市教育局有 1 项内容未能读取',
    );
    expect((await get(who('road'), 'c1/report')).body).toMatchObject({
      freshness: { parked: 0 },
      data: { unread: [] },
    });

    const runtime = app.get(ServiceRuntime);
    expect(await runtime.parked()).toMatchObject([
      { ...t5, consumer: 'progress@2', version: 1, reason: expect.stringContaining('key') },
    ]);
    await expect(runtime.retry('progress@2', t5, true)).rejects.toThrow('the key can’t be read');
    brokenKey = null;
    expect(await runtime.retry('progress@2', t5, true)).toBe(2);
    expect((await get(office, 'c1/report')).body.data.totals.tasks).toBe(5);
    expect(await runtime.retry('progress@2', t5, false)).toBe(2);
    const whole = (await get(office, 'c1/report')).body;
    expect([whole.data.totals.tasks, whole.freshness.parked]).toEqual([6, 0]);
    expect(rowsOf(whole)['school']).toMatchObject({ tasks: 2 });
  });

  it('stays parked when it was written by a newer program, and is never guessed at', async () => {
    const ref = { tenant: 'edu', stream: 'task-t6' };
    const { events, version } = await storage.ports('task').events.read(ref);
    const newer = {
      ...plainEvent(events[0]!),
      id: newId(),
      type: 'task.accepted',
      schemaVersion: 99,
      data: Buffer.from('{}'),
    };
    await storage.ports('task').events.append(ref, { expectedVersion: version, events: [newer], receipt: null });
    const token = await work('edu', '2026-04-19', 't7', opened('t7', 'edu-org'));
    const body = await read(office, 'c1/report', token);
    expect([body.data.totals.tasks, body.data.totals.accepted, body.freshness.parked]).toEqual([7, 1, 1]);
    const retry = app.get(ServiceRuntime).retry('progress@2', { topic: 'task', ...ref }, false);
    await expect(retry).rejects.toThrow('v99');
  });
});

describe('a report that goes up', () => {
  const url = '/api/reporting/upward-reports';
  const ask = (as: Principal, method: 'GET' | 'POST', path: string, payload?: object) =>
    app.inject({
      method,
      url: `${url}${path}`,
      headers: { [PRINCIPAL_HEADER]: tickets.issue(as, clock.now()) },
      ...(payload ? { payload } : {}),
    });
  const post = async (as: Principal, path: string, payload: object = {}) => {
    const response = await ask(as, 'POST', path, payload);
    expect([path, response.statusCode, response.body]).toEqual([path, 201, response.body]);
    return response.json() as { token: string; answer: { id: string; sha256: string } };
  };
  /** What was sent to another tenant takes a moment to be there. */
  const page = async (as: Principal, path: string, token = '') => {
    for (let tries = 1; ; tries += 1) {
      const response = await ask(as, 'GET', `${path}?token=${encodeURIComponent(token)}`);
      if (response.statusCode !== 404 || tries > 100) return response.json().data;
      await new Promise((wake) => setTimeout(wake, 20));
    }
  };
  const edu = who('edu');

  it('is frozen as it was sent; moves, names and work of later days change nothing of it, and are told apart', async () => {
    const { answer } = await post(edu, '', { campaignId: 'c1', by: 'unit', asOf: '2026-04-15' });
    const { token, answer: sent } = await post(edu, `/${answer.id}/submission`);
    const there = await page(office, `/${answer.id}`, token);
    expect(there).toMatchObject({ is: 'received', name: '桐泽市教育局', situation: 'submitted', asOf: '2026-04-15' });
    expect(there.frozen.totals).toMatchObject({ tasks: 3, submitted: 2, accepted: 1 });
    const bytes = await ask(office, 'GET', `/${answer.id}/snapshot`);
    expect(bytes.headers['etag']).toBe(`"${sent.sha256}"`);
    expect(sha256Hex(bytes.rawPayload)).toBe(sent.sha256);
    const plain = async () => (await page(office, `/${answer.id}/differences`)).differences as { key: string }[];
    const before = (await plain()).length;
    const work2 = await work('edu', '2026-04-19', 't3', assigned('t3', 'class'));
    await tell(identity, '2026-04-19', 'edu', 'organisation-class', [], {
      type: 'organisation.renamed',
      data: { organisationId: 'class', name: '总务处', validFrom: '2026-01-01' },
    });
    await read(office, 'c1/report', work2);
    expect((await ask(office, 'GET', `/${answer.id}/snapshot`)).rawPayload.equals(bytes.rawPayload)).toBe(true);
    const after = await page(office, `/${answer.id}/differences`);
    expect(after.asOf).toBe('2026-04-20');
    expect(after.differences.length).toBeGreaterThan(before);
    expect(after.differences).toContainEqual({ key: 'total', name: null, figure: 'assigned', frozen: 1, now: 3 });
    expect(await page(office, `/${answer.id}/verification`)).toMatchObject({ intact: true });
  });

  it.each(['0001-01-01', '2026-03-31'])('is refused as of %s, when nobody here knew of the campaign', async (asOf) => {
    const { statusCode, body } = await ask(edu, 'POST', '', { campaignId: 'c1', by: 'unit', asOf });
    expect([statusCode, JSON.parse(body)]).toMatchObject([
      422,
      { code: 'report.as-of-unknown', params: { day: asOf, since: DAY } },
    ]);
    const { answer } = await post(edu, '', { campaignId: 'c1', by: 'unit', asOf: DAY });
    const sent = await ask(edu, 'POST', `/${answer.id}/submission`, { asOf });
    expect(sent.json().code).toBe('report.as-of-unknown');
  });

  it('is refused a verdict once a byte of it was changed on the disk', async () => {
    const { answer } = await post(edu, '', { campaignId: 'c1', by: 'measure' });
    const { answer: sent, token } = await post(edu, `/${answer.id}/submission`);
    expect(await page(office, `/${answer.id}/verification`, token)).toMatchObject({ intact: true });
    const file = (await readdir(folder, { recursive: true })).find((name) => name.endsWith(sent.sha256))!;
    const path = join(folder, file);
    await chmod(path, 0o600);
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"tasks":\d/, '"tasks":9'));
    expect(await page(office, `/${answer.id}/verification`)).toMatchObject({ intact: false });
    expect((await ask(office, 'GET', `/${answer.id}/snapshot`)).json()).toMatchObject({ code: 'file.damaged' });
  });

  it('is seen by those it goes to, and by nobody else', async () => {
    const { answer, token } = await post(edu, '', { campaignId: 'c1', cc: { organisations: ['school'] } });
    expect((await ask(office, 'GET', `/${answer.id}`)).statusCode).toBe(404);
    expect((await page(edu, `/${answer.id}`, token)).situation).toBe('drafting');
    const { token: sent } = await post(edu, `/${answer.id}/submission`);
    expect((await page(office, `/${answer.id}`, sent)).situation).toBe('submitted');
    for (const as of [who('road'), who('far', true)])
      for (const path of ['', '/snapshot', '/verification', '/differences', '/preview', '/table'])
        expect((await ask(as, 'GET', `/${answer.id}${path}`)).statusCode).toBe(404);
    const school = { ...edu, posts: [{ post: 'clerk' as const, organisation: 'school' }] };
    expect((await ask(school, 'GET', `/${answer.id}`)).statusCode).toBe(200);
    const other = { ...edu, posts: [{ post: 'clerk' as const, organisation: 'class' }] };
    expect((await ask(other, 'GET', `/${answer.id}`)).statusCode).toBe(404);
    for (const as of [who('road'), other])
      expect((await ask(as, 'POST', `/${answer.id}/withdrawal`, { reason: '无' })).statusCode).toBe(404);
    expect((await ask(school, 'POST', `/${answer.id}/withdrawal`, { reason: '无' })).statusCode).toBe(403);
    expect((await ask(edu, 'POST', `/${answer.id}/acceptance`, {})).statusCode).toBe(422);
    expect((await ask(office, 'POST', `/${answer.id}/withdrawal`, { reason: '无' })).statusCode).toBe(404);
  });

  it('is merged by the office from what was frozen and accepted; who is missing is named', async () => {
    const { answer } = await post(edu, '', { campaignId: 'c1', by: 'measure', asOf: '2026-04-15', from: '2026-04-01' });
    let { token } = await post(edu, `/${answer.id}/submission`);
    await page(office, `/${answer.id}`, token);
    const up = { ...office, tenant: 'office' };
    await tell(identity, '2026-04-19', INSTALLATION, 'tenant-office-2', ['office', 'province'], {
      type: 'tenant.registered',
      data: {
        ...{ tenantId: 'office', organisationId: 'office-org', name: '桐泽市文明办' },
        ...{ kind: 'office', level: 'city', overseers: ['province'] },
      },
    });
    await read(office, 'c1/report', await work('edu', '2026-04-19', 't9', opened('t9', 'edu-org')));
    const merge = (await post(up, '', { campaignId: 'c1', basis: 'merged', by: 'measure', from: '2026-04-01' })).answer
      .id;
    let now = await page(up, `/${merge}/preview`);
    expect(now.missing.reports).toEqual([
      expect.objectContaining({ tenant: 'edu', name: '桐泽市教育局', why: 'submitted' }),
      expect.objectContaining({ tenant: 'road', name: '桐泽市交通运输局', why: 'none' }),
    ]);
    expect(now.totals.tasks).toBe(0);
    ({ token } = await post(office, `/${answer.id}/acceptance`, { submission: 1 }));
    await page(office, `/${answer.id}`, token);
    now = await page(up, `/${merge}/preview`);
    expect(now.missing.reports).toMatchObject([{ tenant: 'road', why: 'none' }]);
    const theirs = (await page(office, `/${answer.id}`)).frozen;
    expect([now.totals, now.sources[0].totals]).toEqual([theirs.totals, theirs.totals]);
    const { token: sent } = await post(up, `/${merge}/submission`);
    await page(up, `/${merge}`, sent);
    expect(await page(up, `/${merge}/verification`)).toMatchObject({ intact: true, sources: [{ intact: true }] });
  });
});

describe('a service that was started anew', () => {
  it('says the same of every day, byte by byte, as the one that took everything in bit by bit', async () => {
    const days = ['2026-03-31', '2026-04-01', '2026-04-10', '2026-04-12', '2026-04-17', '2026-04-18', '2026-04-20'];
    const urls = ['c1', 'c2'].flatMap((id) =>
      ['by=unit', 'by=unit&tree=district', 'by=unit&levels=2', 'by=phase', 'by=measure'].flatMap((query) =>
        days.map((asOf) => `${id}/report?${query}&asOf=${asOf}`),
      ),
    );
    const all = async () => {
      const texts: string[] = [];
      for (const url of urls) texts.push((await get(office, url)).raw.toString('utf8'));
      return texts;
    };
    const before = await all();
    await app.close();
    await start();
    for (let tries = 0; tries < 100 && (await get(office, urls[0]!)).body.freshness.behind > 0; tries += 1)
      await new Promise((wake) => setTimeout(wake, 20));
    expect(await all()).toEqual(before);
  });
});

describe('a rebuild', () => {
  it('beside the live view equals it, byte by byte, and the report with it', async () => {
    const { views } = storage.ports('reporting');
    for (const name of ['progress@2', 'labels', 'expected@2', 'organisations', 'upward-reports']) {
      const projector = app.get(ServiceRuntime).projector(name);
      const dump = async () => {
        const rows: string[] = [];
        for await (const row of views.dump(projector.ref)) rows.push(row);
        return rows.join('\n');
      };
      const [live, report, generation] = [await dump(), (await get(office, 'c1/report')).raw, projector.ref.generation];
      expect(await projector.rebuild()).toBeGreaterThan(0);
      expect(projector.ref.generation).toBeGreaterThan(generation);
      expect(await dump()).toBe(live);
      expect((await get(office, 'c1/report')).raw.equals(report)).toBe(true);
    }
  });
});
