import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  campaignContracts,
  identityContracts,
  type EventContract,
  type Item,
  type PlanApproved,
} from '@chuangwen/contracts';
import type { DomainEvent } from '@chuangwen/kernel';
import {
  EventCodec,
  formatToken,
  httpApplication,
  openApi,
  PRINCIPAL_HEADER,
  PrincipalTickets,
  ServiceRuntime,
  sha256Hex,
  Streams,
  SystemClock,
  uuidFrom,
  type Aggregate,
  type Caller,
  type Principal,
} from '@chuangwen/platform';
import { openFolder, type Storage } from '@chuangwen/runtime';
import { TaskModule } from './task.module';

type App = Awaited<ReturnType<typeof httpApplication>>;
const clock = new SystemClock();
const tickets = new PrincipalTickets(Buffer.alloc(32, 1));
const told: Aggregate<null, readonly DomainEvent[], DomainEvent> = {
  kind: 'told@1',
  decider: { initialState: () => null, evolve: () => null, decide: (_, events) => [...events] },
};

let folder: string;
let storage: Storage;
let app: App;
let next = 0;

/** Appends another service's events as that service would. */
async function tell(service: string, contracts: readonly EventContract[], stream: string, ...events: DomainEvent[]) {
  const ports = storage.ports(service);
  const streams = new Streams(service, ports.events, new EventCodec(contracts, ports.keys), clock);
  const commandId = uuidFrom('told', String((next += 1)));
  const caller: Caller = {
    tenant: 'bureau',
    actor: { kind: 'system', id: 'spec' },
    principal: null,
    commandId,
    bodyHash: sha256Hex(commandId),
    correlationId: commandId,
    causationId: commandId,
  };
  return streams.execute(told, { tenant: 'bureau', stream }, events, caller);
}
const unit = (organisationId: string, name: string, parent: string | null): DomainEvent => ({
  type: 'organisation.founded',
  data: { organisationId, name, kind: parent ? 'section' : 'root', parent, tree: 'line', validFrom: '2020-01-01' },
});
const person = (personId: string, name: string, organisationId: string, post: string): DomainEvent[] => [
  { type: 'person.registered', data: { personId, name, telephone: null } },
  {
    type: 'person.appointed',
    data: {
      personId,
      appointmentId: `${personId}-1`,
      organisationId,
      post,
      inCharge: [],
      validFrom: '2020-01-01',
      validTo: null,
    },
  },
];
const item = (itemId: string, above: string | null, more: Partial<Item> = {}): Item => ({
  itemId,
  above,
  number: '（三）',
  title: `措施 ${itemId}`,
  text: null,
  phaseId: null,
  deadline: null,
  evidenceWanted: null,
  ...more,
});
const plan = (revision: number, ...items: Item[]): PlanApproved => ({
  type: 'plan.approved',
  data: {
    planId: 'plan1',
    campaignId: 'c1',
    organisationId: 'root',
    parent: null,
    revision,
    purpose: 'approval',
    items,
    phases: [{ phaseId: 'p1', name: '集中攻坚', start: '2026-04', end: null, text: null }],
    responsible: { point: '交通大队' },
  },
});
const taskOf = (itemId: string) => uuidFrom('plan1', itemId);

const who = (id: string, post: Principal['posts'][number]['post'], organisation: string, tenant = 'bureau') =>
  ({
    account: id,
    person: id,
    tenant,
    office: false,
    root: tenant === 'bureau' ? 'root' : tenant,
    posts: [{ post, organisation }],
  }) satisfies Principal;
const clerk = who('zhao', 'clerk', 'root');
const worker = who('chen', 'member', 'traffic');
const stranger = who('he', 'clerk', 'elsewhere', 'elsewhere');

async function call(as: Principal | null, method: 'GET' | 'POST', url: string, body?: unknown, headers = {}) {
  const signed = as ? { [PRINCIPAL_HEADER]: tickets.issue(as, clock.now()) } : {};
  const payload = body === undefined ? {} : { payload: body as object };
  const response = await app.inject({
    method,
    url: `/api/task${url}`,
    headers: { ...signed, ...headers },
    ...payload,
  });
  const json = response.headers['content-type']?.toString().includes('json');
  return { status: response.statusCode, body: json ? response.json() : response.body, response };
}

/** Waits until a query says what is expected of it: other services' news takes a moment. */
async function until<T>(look: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await look();
    if (fits(value) || tries > 200) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
const listed = (n: number, query = '') =>
  until(
    () => call(clerk, 'GET', `/tasks${query}`),
    ({ body }) => body.data.tasks.length === n,
  );

function upload(name: string, content: Buffer) {
  const boundary = 'chuangwen-boundary';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return [payload, { 'content-type': `multipart/form-data; boundary=${boundary}` }] as const;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chuangwen-task-'));
  storage = await openFolder({ folder });
  app = await httpApplication('task', TaskModule.on(storage.ports('task'), clock), tickets);
  await tell('identity', identityContracts, 'organisation-root', unit('root', '桐泽市交通运输局', null));
  await tell('identity', identityContracts, 'organisation-traffic', unit('traffic', '运输管理科', 'root'));
  await tell('identity', identityContracts, 'organisation-road', unit('road', '公路养护中心', 'root'));
  await tell('identity', identityContracts, 'person-chen', ...person('chen', '陈思远', 'traffic', 'member'));
  await tell('identity', identityContracts, 'person-zhao', ...person('zhao', '赵雅琴', 'root', 'clerk'));
  await tell(
    'campaign',
    campaignContracts,
    'plan-plan1',
    plan(
      1,
      item('top', null),
      item('point', 'top', { phaseId: 'p1', deadline: '2026-05' }),
      item('other', null, { evidenceWanted: '照片' }),
    ),
  );
  await listed(2);
});
afterAll(async () => {
  await app.close();
  await storage.close();
  await rm(folder, { recursive: true, force: true });
});

describe('tasks of an approved plan', () => {
  it('are its leaves, as the plan has them, and nothing is invented', async () => {
    const { body } = await call(clerk, 'GET', `/tasks/${taskOf('point')}`);
    expect(body.data).toMatchObject({
      title: '措施 point',
      measure: { itemId: 'top' },
      phase: { phaseId: 'p1', start: '2026-04' },
      deadline: '2026-05',
      responsible: '交通大队',
      situation: 'unassigned',
      person: null,
      organisation: { id: 'root', name: '桐泽市交通运输局' },
    });
    const other = await call(clerk, 'GET', `/tasks/${taskOf('other')}`);
    expect(other.body.data).toMatchObject({ phase: null, deadline: null, responsible: null, evidenceWanted: '照片' });
  });

  const point = { phaseId: 'p1', deadline: '2026-05' };
  it('are not opened again by a repeat or a later revision; what is new is, what reads otherwise is told so', async () => {
    const other = item('other', null, { evidenceWanted: '照片' });
    await tell(
      'campaign',
      campaignContracts,
      'plan-plan1',
      plan(1, item('top', null), item('point', 'top', point), other),
    );
    const later = [item('top', null), item('point', 'top', { ...point, title: '措施 point（修订）' })];
    await tell('campaign', campaignContracts, 'plan-plan1', plan(2, ...later, other, item('new', null)));
    const { body } = await listed(3);
    expect(body.data.tasks.map((task: { itemId: string }) => task.itemId).sort()).toEqual(['new', 'other', 'point']);
    const { body: told } = await call(clerk, 'GET', `/tasks/${taskOf('point')}`);
    expect(told.data).toMatchObject({ version: 2, title: '措施 point（修订）', measure: { itemId: 'top' } });
    expect((await call(clerk, 'GET', `/tasks/${taskOf('other')}`)).body.data.version).toBe(1);
  });

  it('are counted where nobody is named', async () => {
    const { body } = await call(clerk, 'GET', '/overview?campaign=c1');
    expect(body.data).toMatchObject({ tasks: 3, withoutPerson: 3, situations: { unassigned: 3, accepted: 0 } });
    expect((await call(clerk, 'GET', '/overview?campaign=c2')).body.data.tasks).toBe(0);
    expect((await listed(3, '?situation=unassigned')).body.data.tasks).toHaveLength(3);
    expect((await call(clerk, 'GET', '/tasks?named=true')).body.data.tasks).toEqual([]);
  });

  it('are paged by id', async () => {
    const first = (await call(clerk, 'GET', '/tasks?limit=2')).body.data;
    const second = (await call(clerk, 'GET', `/tasks?limit=2&after=${first.next}`)).body.data;
    const ids = [...first.tasks, ...second.tasks].map(({ taskId }: { taskId: string }) => taskId);
    expect(new Set(ids).size).toBe(3);
    expect(second.next).toBeNull();
  });

  it('are nothing to another tenant', async () => {
    expect((await call(clerk, 'GET', `/tasks/${taskOf('point')}`)).status).toBe(200);
    expect((await call(stranger, 'GET', `/tasks/${taskOf('point')}`)).status).toBe(404);
    const body = { leadUnit: 'elsewhere' };
    expect((await call(stranger, 'POST', `/tasks/${taskOf('point')}/assignment`, body)).status).toBe(404);
    expect((await call(null, 'GET', '/tasks')).status).toBe(401);
  });
});

describe('a task from hand to hand', () => {
  const url = `/tasks/${taskOf('other')}`;
  const read = async (token: string) => (await call(clerk, 'GET', `${url}?token=${encodeURIComponent(token)}`)).body;

  it('is refused to units and people that are not here today', async () => {
    const unknownUnit = await call(clerk, 'POST', `${url}/assignment`, { leadUnit: 'nowhere' });
    expect(unknownUnit.body.code).toBe('task.unit-unknown');
    const nobody = { leadUnit: 'traffic', personId: 'nobody' };
    expect((await call(clerk, 'POST', `${url}/assignment`, nobody)).body.code).toBe('task.person-unknown');
  });

  it('is assigned, and a query with the token says so at once', async () => {
    const body = { leadUnit: 'traffic', jointUnits: ['road'], personId: 'chen' };
    const { status, body: outcome } = await call(clerk, 'POST', `${url}/assignment`, body);
    expect(status).toBe(201);
    const { data, freshness } = await read(outcome.token);
    expect(freshness).toMatchObject({ caughtUp: true, parked: 0 });
    expect(data).toMatchObject({
      situation: 'assigned',
      leadUnit: { name: '运输管理科' },
      jointUnits: [{ name: '公路养护中心' }],
      person: { name: '陈思远' },
    });
    expect((await call(clerk, 'GET', '/tasks?person=chen')).body.data.tasks).toHaveLength(1);
    expect((await call(clerk, 'GET', '/tasks?leadUnit=traffic&campaign=c1')).body.data.tasks).toHaveLength(1);
    expect((await call(clerk, 'GET', '/tasks?leadUnit=traffic&campaign=c2')).body.data.tasks).toHaveLength(0);
  });

  it('is counted where it is in sight, as in the list', async () => {
    const of = async (as: Principal) => {
      const list = (await call(as, 'GET', '/tasks')).body.data.tasks.length;
      return [list, (await call(as, 'GET', '/overview?campaign=c1')).body.data.tasks];
    };
    expect(await of(clerk)).toEqual([3, 3]);
    expect(await of(who('wu', 'liaison', 'traffic'))).toEqual([1, 1]);
    expect(await of(who('wu', 'liaison', 'road'))).toEqual([1, 1]);
    expect(await of(who('wu', 'liaison', 'archive'))).toEqual([0, 0]);
    expect(await of(who('chen', 'member', 'archive'))).toEqual([1, 1]);
    const { body } = await call(who('wu', 'liaison', 'road'), 'GET', '/overview');
    expect(body.data).toMatchObject({ withoutPerson: 0, situations: { assigned: 1, unassigned: 0 } });
  });

  it('was assigned for who sends it again, also when nobody there could be named any more', async () => {
    const body = { leadUnit: 'road', personId: 'lin' };
    const point = `/tasks/${taskOf('point')}/assignment`;
    const key = { 'idempotency-key': 'assign-0001' };
    await tell('identity', identityContracts, 'person-lin', ...person('lin', '林秋白', 'road', 'member'));
    const first = await until(
      () => call(clerk, 'POST', point, body, key),
      ({ status }) => status === 201,
    );
    await tell('identity', identityContracts, 'person-lin', {
      type: 'person.relieved',
      data: { personId: 'lin', appointmentId: 'lin-1', validTo: '2020-01-02', successor: null, by: 'zhao' },
    });
    const refused = await until(
      () => call(clerk, 'POST', point, body),
      ({ status }) => status !== 201,
    );
    expect([refused.status, refused.body.code]).toEqual([422, 'task.person-unknown']);
    const again = await call(clerk, 'POST', point, body, key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = await call(clerk, 'POST', point, { leadUnit: 'road' }, key);
    expect(other.body.code).toBe('command.id-reused');
  });

  it('is not the assigned person’s to hand out or to review', async () => {
    expect((await call(worker, 'POST', `${url}/assignment`, { leadUnit: 'road' })).status).toBe(403);
    expect((await call(worker, 'POST', `${url}/acceptance`, {})).status).toBe(403);
    // Without any post it is nobody's work any more, whoever it was given to.
    const gone = { ...worker, posts: [] };
    expect((await call(gone, 'POST', `${url}/progress`, { percent: 90, note: '离任后' })).status).toBe(403);
  });

  it('has its checks from the organisation whose task it is, not from who is checked', async () => {
    const wanted = { evidence: '照片', requirement: { minReport: 1 } };
    const waiver = { checks: ['report'], reason: '不需要说明' };
    expect((await call(clerk, 'POST', `${url}/evidence-wanted`, wanted)).status).toBe(201);
    // The head of the section that leads it, and who has it, even with a post that could.
    for (const bound of [who('sun', 'section-head', 'traffic'), who('chen', 'clerk', 'root')]) {
      const none = { evidence: '照片', requirement: null };
      const [loosened, waived] = [
        await call(bound, 'POST', `${url}/evidence-wanted`, none),
        await call(bound, 'POST', `${url}/waivers`, waiver),
      ];
      expect([loosened.status, loosened.body.code]).toEqual([403, 'task.own-checks']);
      expect([waived.status, waived.body.code]).toEqual([403, 'task.own-checks']);
      // What is wanted may be said by whoever hands the work on.
      expect((await call(bound, 'POST', `${url}/evidence-wanted`, { evidence: '照片' })).status).toBe(201);
    }
    expect((await call(worker, 'POST', `${url}/waivers`, waiver)).body.code).toBe('policy.not-permitted');
    expect((await call(clerk, 'POST', `${url}/waivers`, waiver)).status).toBe(201);
    expect((await call(clerk, 'POST', `${url}/evidence-wanted`, { evidence: '照片', requirement: null })).status).toBe(
      201,
    );
  });

  it('keeps the checks that the head office set, where a unit carries out its own task', async () => {
    const own = uuidFrom('plan2', 'own');
    const { data } = plan(1, item('own', null));
    const handed = { ...data, planId: 'plan2', campaignId: 'c3', organisationId: 'traffic' };
    await tell('campaign', campaignContracts, 'plan-plan2', { type: 'plan.approved', data: handed });
    const path = `/tasks/${own}`;
    const head = who('sun', 'section-head', 'traffic');
    await until(
      () => call(clerk, 'POST', `${path}/assignment`, { leadUnit: 'traffic' }),
      ({ status }) => status === 201,
    );
    const want = (as: Principal, requirement: object | null) =>
      call(as, 'POST', `${path}/evidence-wanted`, { evidence: '照片', requirement });
    const waive = (as: Principal) => call(as, 'POST', `${path}/waivers`, { checks: ['report'], reason: '不需要说明' });
    // What the unit itself asks of its people it may change.
    for (const requirement of [{ minReport: 5 }, { minReport: 1 }, null])
      expect((await want(head, requirement)).status).toBe(201);
    expect((await want(clerk, { minReport: 9 })).status).toBe(201);
    for (const { status, body } of [await want(head, { minReport: 1 }), await want(head, null), await waive(head)])
      expect([status, body.code]).toEqual([403, 'task.checks-from-above']);
    // Whoever holds a post there as well acts in that right.
    const both = { ...head, posts: [...head.posts, { post: 'clerk' as const, organisation: 'root' }] };
    expect((await waive(both)).status).toBe(201);
    expect((await want(clerk, null)).status).toBe(201);
    expect((await want(head, { minReport: 2 })).status).toBe(201);
  });

  it('is worked on by the assigned person wherever they have their post', async () => {
    const elsewhere = who('chen', 'member', 'archive');
    expect((await call(elsewhere, 'POST', `${url}/progress`, { percent: 30, note: '已开始' })).status).toBe(201);
    const other = who('qian', 'member', 'archive');
    expect((await call(other, 'POST', `${url}/progress`, { percent: 30, note: '' })).status).toBe(404);
    expect((await call(other, 'GET', url)).status).toBe(404);
  });

  it('says which proof is missing', async () => {
    const { status, body } = await call(worker, 'POST', `${url}/submission`, {});
    expect([status, body.code]).toEqual([422, 'task.evidence-missing']);
    expect(body.messages['zh-CN']).toContain('照片');
  });

  it('takes a file, knows what it is, and gives it back safely', async () => {
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100_000, 65)]);
    const { status, body } = await call(worker, 'POST', `${url}/evidence`, ...upload('劝导 照片.pdf', content));
    expect(status).toBe(201);
    const { data } = await read(body.token);
    expect(data.evidence).toMatchObject([
      { name: '劝导 照片.pdf', mediaType: 'application/pdf', size: content.length, attachedBy: { name: '陈思远' } },
    ]);
    const { response } = await call(clerk, 'GET', `${url}/evidence/${body.answer.id}/content`);
    expect(response.rawPayload.equals(content)).toBe(true);
    expect(response.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringContaining("filename*=UTF-8''%E5%8A%9D%E5%AF%BC%20"),
      'x-content-type-options': 'nosniff',
    });
    expect((await call(stranger, 'GET', `${url}/evidence/${body.answer.id}/content`)).status).toBe(404);
  });

  it.each([
    ['a program', '程序.pdf', Buffer.from('MZ\0\0'), 415, 'task.file-type'],
    ['an empty file', '空.pdf', Buffer.alloc(0), 400, 'task.file-empty'],
    [
      'a file above the limit',
      '大.pdf',
      Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(50 * 1024 * 1024)]),
      413,
      'file.too-large',
    ],
  ])('refuses %s', async (_, name, content, status, code) => {
    const answer = await call(worker, 'POST', `${url}/evidence`, ...upload(name, content));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each([
    ['a document', '断了.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100_000, 65)])],
    // Not read ahead, but written as it comes.
    ['a picture', '断了.png', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100_000, 65)])],
  ])('keeps nothing of %s that did not arrive whole', async (_, name, content) => {
    const before = (await call(worker, 'GET', url)).body.data.evidence.length;
    const [payload, headers] = upload(name, content);
    const cut = payload.subarray(0, 50_000);
    const { status, body } = await call(worker, 'POST', `${url}/evidence`, cut, headers);
    expect([status, body.code]).toEqual([400, 'upload.incomplete']);
    expect((await call(worker, 'GET', url)).body.data.evidence).toHaveLength(before);
  });

  it('takes the same upload again as the same command, another one not', async () => {
    const key = { 'idempotency-key': 'upload-0001' };
    const one = upload('签到表.csv', Buffer.from('姓名\n'));
    const first = await call(worker, 'POST', `${url}/evidence`, one[0], { ...one[1], ...key });
    const again = await call(worker, 'POST', `${url}/evidence`, one[0], { ...one[1], ...key });
    expect(again.body).toEqual(first.body);
    const two = upload('签到表.csv', Buffer.from('姓名,电话\n'));
    const other = await call(worker, 'POST', `${url}/evidence`, two[0], { ...two[1], ...key });
    expect([other.status, other.body.code]).toEqual([422, 'command.id-reused']);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'https://a:b@example.com/', 'example.com'])(
    'refuses the link %s',
    async (link) => {
      const { status, body } = await call(worker, 'POST', `${url}/evidence`, { name: '网页', url: link });
      expect([status, body.code]).toEqual([400, 'task.link-not-web']);
    },
  );

  it('takes a link, and refuses what is neither file nor link', async () => {
    const link = { name: '新闻报道', url: 'https://example.com/news?id=1' };
    expect((await call(worker, 'POST', `${url}/evidence`, link)).status).toBe(201);
    expect((await call(worker, 'POST', `${url}/evidence`, { ...link, role: 'admin' })).status).toBe(400);
    expect((await call(worker, 'POST', `${url}/evidence`)).body.code).toBe('file.missing');
  });

  it('is submitted, returned in one part only, mended, and accepted; its history says who did what', async () => {
    expect((await call(worker, 'POST', `${url}/submission`, { note: '请审核' })).status).toBe(201);
    expect((await call(worker, 'POST', `${url}/progress`, { percent: 100, note: '' })).body.code).toBe(
      'task.under-review',
    );
    const before = (await call(clerk, 'GET', url)).body.data;
    const [first, second] = before.evidence.map((proof: { evidenceId: string }) => proof.evidenceId);
    const items = [{ item: first, reason: '照片不清楚' }];
    expect((await call(clerk, 'POST', `${url}/returns`, { items })).status).toBe(201);
    const closed = await call(worker, 'POST', `${url}/evidence/${second}/removal`, { reason: '换一张' });
    expect([closed.status, closed.body.code]).toEqual([422, 'task.part-not-open']);
    expect((await call(worker, 'POST', `${url}/evidence/${first}/removal`, { reason: '换一张' })).status).toBe(201);
    const better = await call(worker, 'POST', `${url}/evidence`, ...upload('清楚.pdf', Buffer.from('%PDF-2')));
    expect((await call(worker, 'POST', `${url}/submission`, {})).status).toBe(201);
    const { body: done } = await call(clerk, 'POST', `${url}/acceptance`, { note: '同意' });
    const { data } = await read(done.token);
    expect(data).toMatchObject({
      situation: 'accepted',
      review: { round: 1, returned: items, removed: [first], attached: [better.body.answer.id], reported: false },
    });
    expect(data.evidence[0].removed).toMatchObject({ reason: '换一张', by: { name: '陈思远' } });
    const told = data.history.map(({ type, by }: { type: string; by: { name: string } }) => [type, by.name]);
    expect(told[0]).toEqual(['task.opened', null]);
    expect(told[1]).toEqual(['task.assigned', '赵雅琴']);
    expect(told.at(-1)).toEqual(['task.accepted', '赵雅琴']);
    expect(data.history.find(({ type }: { type: string }) => type === 'task.returned').detail.items).toEqual(items);
    const { body } = await call(worker, 'POST', `${url}/progress`, { percent: 1, note: '' });
    expect(body.code).toBe('task.accepted-already');
  });

  it('refuses a deadline before its phase, in words', async () => {
    const point = `/tasks/${taskOf('point')}/deadline`;
    const { status, body } = await call(clerk, 'POST', point, { deadline: '2026-03-31' });
    expect([status, body.code]).toEqual([422, 'task.deadline-before-phase']);
    expect(body.messages['zh-CN']).toContain('2026-03-31');
    expect((await call(clerk, 'POST', point, { deadline: '2026-04-01' })).status).toBe(201);
    expect((await call(clerk, 'POST', point, { deadline: { $ne: null } })).status).toBe(400);
  });
});

describe('a proof that comes again', () => {
  const [mine, theirs] = [`/tasks/${taskOf('new')}`, `/tasks/${taskOf('point')}`];
  const letter = upload('值守表.pdf', Buffer.from('%PDF-1.7 值守'));
  const roadman = who('wu', 'liaison', 'road');

  it('is known to whoever has it in sight by name, to others only as known', async () => {
    await call(clerk, 'POST', `${mine}/assignment`, { leadUnit: 'traffic', personId: 'chen' });
    const first = await call(worker, 'POST', `${mine}/evidence`, ...letter);
    expect([first.status, first.body.answer.known]).toEqual([201, null]);
    const again = await call(roadman, 'POST', `${theirs}/evidence`, ...letter);
    expect(again.body.answer).toMatchObject({ proofId: first.body.answer.proofId, known: { proof: null } });
    expect(again.body.answer.known['zh-CN']).toContain('你单位已有这份材料');
    expect(JSON.stringify(again.body)).not.toContain('措施 new');
    const proof = `/evidence/${first.body.answer.proofId}?token=${encodeURIComponent(again.body.token)}`;
    const seen = (await call(roadman, 'GET', proof)).body.data;
    expect([seen.uses.length, seen.elsewhere]).toEqual([1, 1]);
    expect((await call(clerk, 'GET', proof)).body.data).toMatchObject({ elsewhere: 0, uses: [{}, {}] });
  });

  it('that nobody can see where one stands is not to be had', async () => {
    const secret = await call(worker, 'POST', `${mine}/evidence`, { name: '内部通报', url: 'https://example.com/x' });
    await until(
      () => call(clerk, 'GET', `/evidence/${secret.body.answer.proofId}`),
      ({ status }) => status === 200,
    );
    const { proofId } = secret.body.answer;
    expect((await call(roadman, 'GET', `/evidence/${proofId}`)).status).toBe(404);
    expect((await call(roadman, 'POST', `${theirs}/evidence/existing`, { proofId })).status).toBe(404);
    const words = { docNumber: '一号', date: null };
    expect((await call(roadman, 'POST', `/evidence/${proofId}/description`, words)).status).toBe(404);
    const list = (await call(roadman, 'GET', '/evidence?limit=200')).body.data.proofs as { proofId: string }[];
    expect(list.map((one) => one.proofId)).not.toContain(proofId);
  });
});

describe('what is written', () => {
  it('keeps free texts and names of files sealed on the disk', async () => {
    const { events } = await storage.ports('task').events.read({ tenant: 'bureau', stream: `task-${taskOf('other')}` });
    const text = events.map(({ data }) => Buffer.from(data).toString('utf8')).join('\n');
    expect(text).toContain('task');
    for (const secret of ['劝导', '请审核', '同意', '已开始']) expect(text).not.toContain(secret);
  });

  it('rebuilds its views to the same bytes', async () => {
    const runtime = app.get(ServiceRuntime);
    for (const name of ['tasks@3', 'history@3']) {
      const projector = runtime.projector(name);
      const dump = async () => {
        const rows: string[] = [];
        for await (const row of storage.ports('task').views.dump(projector.ref)) rows.push(row);
        return rows.join('\n');
      };
      await until(
        () => projector.lag(),
        (behind) => behind === 0,
      );
      const live = await dump();
      await projector.rebuild();
      expect(await dump()).toBe(live);
      expect(live).toContain(taskOf('other'));
    }
  });

  it('documents every route', () => {
    const paths = Object.keys(openApi('task', app).paths);
    expect(paths).toHaveLength(27);
  });

  it('does not wait for a token of another tenant', async () => {
    const token = formatToken({ service: 'task', tenant: 'elsewhere', stream: 'task-x', version: 9 });
    const { body } = await call(clerk, 'GET', `/tasks?token=${encodeURIComponent(token)}`);
    expect(body.freshness.caughtUp).toBe(true);
  });
});
