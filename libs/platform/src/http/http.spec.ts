import { StorageUnavailable } from '@chuangwen/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { StoppedClock } from '../fakes/sample';
import { inspectionModule, memoryPorts } from '../fakes/inspection';
import { PRINCIPAL_HEADER, PrincipalTickets, type Principal } from '../principal';
import { ServiceRuntime } from '../service-runtime';
import { httpApplication, openApi } from './app';
import { BODY_LIMIT } from './limits';

const tickets = new PrincipalTickets(new Uint8Array(32).fill(1));
const clock = new StoppedClock();
const li: Principal = {
  account: 'a-1',
  person: 'li',
  tenant: 'bureau',
  office: false,
  root: 'root',
  posts: [{ post: 'administrator', organisation: 'root' }],
};
const points = '/api/inspection/points';
type Headers = Record<string, string>;

describe('A service over HTTP', () => {
  let ports: ReturnType<typeof memoryPorts>;
  let app: NestFastifyApplication;
  const logged: string[] = [];

  beforeAll(() => {
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
  });
  beforeEach(async () => {
    logged.length = 0;
    ports = memoryPorts();
    app = await httpApplication('inspection', inspectionModule(ports, clock), tickets);
  });
  afterEach(() => app.close());
  afterAll(() => jest.restoreAllMocks());

  const as = (principal: Principal = li): Headers => ({ [PRINCIPAL_HEADER]: tickets.issue(principal, clock.now()) });
  const send = async (method: 'GET' | 'POST', url: string, payload?: unknown, headers: Headers = as()) => {
    const body =
      payload === undefined ? {} : { payload: typeof payload === 'string' ? payload : JSON.stringify(payload) };
    const type: Headers = payload === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await app.inject({ method, url, headers: { ...type, ...headers }, ...body });
    return {
      status: answer.statusCode,
      type: answer.headers['content-type'],
      headers: answer.headers,
      body: answer.json(),
    };
  };
  const open = (headers?: Headers) => send('POST', points, { office: 'office' }, { ...as(), ...headers });

  it('walks from the route to the view and back, with the workflow', async () => {
    const made = await open();
    expect(made.status).toBe(201);
    const { id } = made.body.answer;
    expect(made.body).toEqual({ token: `inspection:bureau:point-${id}:1`, version: 1, answer: { id } });
    await ports.feed.deliver(); // the view, and the workflow that visits
    await ports.feed.deliver(); // the view of the visit
    const found = await send('GET', `${points}/${id}?token=${encodeURIComponent(`inspection:bureau:point-${id}:2`)}`);
    expect(found.body).toEqual({
      data: { pointId: id, keeper: '欧阳志远', scores: [1] },
      freshness: { caughtUp: true, behind: 0, parked: 0 },
    });
  });

  it('refuses a token that can’t be read, instead of saying that it has arrived', async () => {
    const { token, answer } = (await open()).body;
    await ports.feed.deliver();
    const asked = async (text: string) => {
      const { status, body } = await send('GET', `${points}/${answer.id}?token=${encodeURIComponent(text)}`);
      return [status, body.code, body.errors?.[0]?.field];
    };
    for (const text of ['garbage', `${token},garbage`, 'inspection:a:b:-1', `${token},`, Array(11).fill(token).join()])
      expect([text, ...(await asked(text))]).toEqual([text, 400, 'request.invalid', 'token']);
    for (const text of ['', token, `${token},${token}`]) expect([text, (await asked(text))[0]]).toEqual([text, 200]);
  });

  it('gives another tenant 404 for what the owner gets', async () => {
    const { id } = (await open()).body.answer;
    await ports.feed.deliver();
    expect((await send('GET', `${points}/${id}`)).status).toBe(200);
    const other = await send('GET', `${points}/${id}`, undefined, as({ ...li, tenant: 'street' }));
    expect([other.status, other.body.code]).toEqual([404, 'not-found']);
    expect(other.body).toEqual((await send('GET', `${points}/no-such-point`)).body);
  });

  describe('Who calls', () => {
    it.each<[string, () => Headers]>([
      ['without a ticket', () => ({})],
      ['with an empty one', () => ({ [PRINCIPAL_HEADER]: '' })],
      ['with an unsigned one', () => ({ [PRINCIPAL_HEADER]: JSON.stringify(li) })],
      [
        'with one that has expired',
        () => ({ [PRINCIPAL_HEADER]: tickets.issue(li, new Date(clock.at.getTime() - 61_000)) }),
      ],
      [
        'with one signed by somebody else',
        () => ({ [PRINCIPAL_HEADER]: new PrincipalTickets(new Uint8Array(32)).issue(li, clock.at) }),
      ],
      [
        'with other headers that name somebody',
        () => ({ 'x-user': 'li', 'x-tenant-id': 'bureau', authorization: 'Bearer x' }),
      ],
    ])('%s is asked to sign in, and nothing happens', async (_, headers) => {
      for (const [method, url, body] of [
        ['POST', points, { office: 'office' }],
        ['POST', `${points}/x/visits`, { wrong: true }],
        ['GET', `${points}/x`, undefined],
        ['POST', `${points}/broken`, {}], // which does not ask who calls
      ] as const) {
        const answer = await send(method, url, body, headers());
        expect([answer.status, answer.body.code]).toEqual([401, 'session.required']);
      }
      expect(ports.events.log).toEqual([]);
    });

    it('need not say so where everybody may read', async () => {
      expect((await send('GET', points, undefined, {})).body).toEqual({ hello: true });
    });

    it('is refused what its posts do not allow', async () => {
      const member = as({ ...li, posts: [{ post: 'member', organisation: 'root' }] });
      const answer = await send('POST', points, { office: 'office' }, member);
      expect([answer.status, answer.body.code]).toEqual([403, 'policy.not-permitted']);
    });
  });

  describe('Idempotency-Key', () => {
    it('gives the same answer to the same request, once done', async () => {
      const key = { 'idempotency-key': 'form-2026-0001' };
      const first = await open(key);
      expect((await open(key)).body).toEqual(first.body);
      expect(ports.events.log).toHaveLength(1);
    });

    it('gives the answer of what was done to who may not do it any more', async () => {
      const key = { 'idempotency-key': 'form-2026-0002' };
      const first = await open(key);
      const now = as({ ...li, posts: [] });
      const again = await open({ ...now, ...key });
      expect([again.status, again.body]).toEqual([201, first.body]);
      expect((await open(now)).status).toBe(403);
      expect((await send('POST', points, { office: 'another' }, { ...now, ...key })).status).toBe(403);
      expect((await open({ ...as({ ...li, posts: [], person: 'wang' }), ...key })).status).toBe(403);
      expect((await open({ ...as({ ...li, posts: [], tenant: 'street' }), ...key })).status).toBe(403);
      expect(ports.events.log).toHaveLength(1);
    });

    it('without one, every request is its own', async () => {
      expect((await open()).body).not.toEqual((await open()).body);
    });

    it('is refused with another body', async () => {
      const key = { 'idempotency-key': 'form-2026-0001' };
      const { id } = (await open(key)).body.answer;
      const visit = (score: number) =>
        send('POST', `${points}/${id}/visits`, { score }, { ...as(), 'idempotency-key': 'form-2026-0002' });
      expect((await visit(3)).status).toBe(201);
      const other = await visit(4);
      expect([other.status, other.body.code]).toEqual([422, 'command.id-reused']);
      expect((await visit(3)).status).toBe(201);
      expect(ports.events.log).toHaveLength(2);
    });

    it('does not care for the order in which a body lists its entries', async () => {
      const key = { ...as(), 'idempotency-key': 'form-2026-0001' };
      const one = await send('POST', points, '{"office":"office","tags":["a"]}', key);
      expect((await send('POST', points, '{"tags":["a"],"office":"office"}', key)).body).toEqual(one.body);
    });

    it('counts for one person in one tenant: nobody gets the ids of another’s request', async () => {
      const key = { 'idempotency-key': 'form-2026-0001' };
      const made = [await open(key)];
      for (const other of [
        { ...li, person: 'wang' },
        { ...li, tenant: 'street' },
      ])
        made.push(await send('POST', points, { office: 'office' }, { ...as(other), ...key }));
      expect(new Set(made.map(({ status, body }) => `${status} ${body.answer.id}`)).size).toBe(3);
    });

    it.each(['short', 'with space!', 'x'.repeat(65), '../../etc'])('is refused when it is %j', async (key) => {
      const answer = await open({ 'idempotency-key': key });
      expect([answer.status, answer.body.code]).toEqual([400, 'request.command-id']);
    });
  });

  describe('If-Match', () => {
    it('lets through who looked at the last version, and nobody who looked before', async () => {
      const { id } = (await open()).body.answer;
      const visit = (version: string) =>
        send('POST', `${points}/${id}/visits`, { score: 3 }, { ...as(), 'if-match': version });
      expect((await visit('"1"')).status).toBe(201);
      const stale = await visit('"1"');
      expect([stale.status, stale.body.code]).toEqual([409, 'stale-version']);
      expect((await visit('2')).status).toBe(201);
    });

    it.each(['*', 'W/"1"', '"one"', '-1', '1, 2'])('is refused when it is %s', async (version) => {
      const answer = await open({ 'if-match': version });
      expect([answer.status, answer.body.code]).toEqual([400, 'request.version']);
    });
  });

  describe('A problem', () => {
    it('is problem+json with its code, and its words in both languages', async () => {
      const answer = await send('POST', `${points}/none/visits`, { score: 3 });
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body).toEqual({
        type: 'urn:chuangwen:problem:point.not-open',
        title: '不能这样做',
        status: 422,
        detail: '没有这个点位。',
        code: 'point.not-open',
        params: {},
        messages: { 'zh-CN': '没有这个点位。', en: 'There is no such point.' },
      });
    });

    it.each([
      ['en', 'There is no such point.'],
      ['en-GB,en;q=0.9,zh;q=0.8', 'There is no such point.'],
      ['fr, en;q=0.5', 'There is no such point.'],
      ['zh;q=0.1, en', 'There is no such point.'],
      ['zh-CN,zh;q=0.9,en;q=0.8', '没有这个点位。'],
      ['en;q=0.2, zh', '没有这个点位。'],
      ['en;q=0', '没有这个点位。'],
      ['fr', '没有这个点位。'],
      ['*', '没有这个点位。'],
    ])('speaks to %s: %s', async (language, detail) => {
      const answer = await send(
        'POST',
        `${points}/none/visits`,
        { score: 3 },
        { ...as(), 'accept-language': language },
      );
      expect(answer.body.detail).toBe(detail);
    });

    it('says of each entry what is wrong with it', async () => {
      const wrong = { score: 101, on: '2026-02-30', kind: '抽查', extra: 1, __v: 2 };
      const answer = await send('POST', `${points}/x/visits`, wrong);
      expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
      expect(answer.body.errors).toEqual([
        { field: 'score', 'zh-CN': '不能大于 100', en: 'must be at most 100' },
        {
          field: 'on',
          'zh-CN': '应为日历上有的日期，例如 2026-04-28',
          en: 'must be a day of the calendar, such as 2026-04-28',
        },
        { field: 'kind', 'zh-CN': '只能是：督查、暗访', en: 'must be one of: 督查, 暗访' },
        { field: '', 'zh-CN': '有不认识的项：extra、__v', en: 'has unknown entries: extra, __v' },
      ]);
      expect(answer.body.detail).toBe('提交的内容有 4 处需要改正。');
    });

    it.each<[string, unknown, string]>([
      ['nothing', {}, '必须填写'],
      ['an operator for a text', { office: { $ne: null } }, '应为文字'],
      ['a list for a text', { office: ['office'] }, '应为文字'],
      ['an empty text', { office: '' }, '不能为空'],
      ['a long text', { office: 'x'.repeat(21) }, '最多 20 字'],
      ['a long list', { office: 'o', tags: ['a', 'b', 'c', 'd'] }, '最多 3 个'],
    ])('names %s', async (_, body, words) => {
      const answer = await send('POST', points, body);
      expect([answer.status, answer.body.errors[0]['zh-CN']]).toEqual([400, words]);
      expect(ports.events.log).toEqual([]);
    });

    it('does not echo pages of what was sent', async () => {
      const answer = await send('POST', points, { office: 'o', ['x'.repeat(100_000)]: 1 });
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body).length).toBeLessThan(2000);
    });

    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    it.each([
      ['no JSON', '{"office":', 400, 'request.not-json'],
      ['no object', '"office"', 400, 'request.invalid'],
      ['null', 'null', 400, 'request.invalid'],
      ['empty', '', 400, 'request.invalid'],
      ['a poisoned prototype', '{"office":"o","__proto__":{"admin":true}}', 400, 'request.invalid'],
      ['a poisoned constructor', '{"office":"o","constructor":{"prototype":{"admin":true}}}', 400, 'request.invalid'],
      ['20,000 deep', `{"office":${deep}}`, 400, 'request.too-deep'],
      ['over the limit', JSON.stringify({ office: 'x'.repeat(BODY_LIMIT) }), 413, 'request.too-large'],
    ])('answers a body that is %s', async (_, body, status, code) => {
      const answer = await send('POST', points, body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(answer.body.messages.en).toMatch(/^[A-Z][^\p{Script=Han}]+\.?$/u);
      expect(ports.events.log).toEqual([]);
      expect(Reflect.get({}, 'admin')).toBeUndefined();
    });

    it('does not wait for ever for a request to arrive, which a proxy hands on as it comes', () => {
      expect((app.getHttpServer() as { requestTimeout: number }).requestTimeout).toBe(60_000);
    });

    it('says how much may be sent at once', async () => {
      const { body } = await send('POST', points, JSON.stringify({ office: '字'.repeat(BODY_LIMIT / 3) }));
      expect(body.messages['zh-CN']).toContain(
        `最多 ${BODY_LIMIT / 1024 / 1024} MB（约 ${Math.round(BODY_LIMIT / 30_000)} 万字）`,
      );
    });

    it('answers a type of content it does not take', async () => {
      const answer = await send('POST', points, '<office/>', { ...as(), 'content-type': 'application/xml' });
      expect([answer.status, answer.body.code]).toEqual([415, 'request.media-type']);
    });

    it('tells an address that no route has from what does not exist, and from a wrong method', async () => {
      const nowhere = await send('POST', '/api/inspection/point?x=1');
      expect([nowhere.status, nowhere.body.code]).toEqual([404, 'route.unknown']);
      expect(nowhere.body.detail).toContain('POST /api/inspection/point。');
      const nothing = await send('GET', `${points}/none`);
      expect([nothing.status, nothing.body.code]).toEqual([404, 'not-found']);
      const wrong = await send('POST', `${points}/x`, {});
      expect([wrong.status, wrong.body.code, wrong.headers.allow]).toEqual([405, 'route.method', 'GET, HEAD']);
    });

    it.each(['{"office": "a"', '{office: 1}', '{"office": "a",}'])('says that %s is no JSON', async (broken) => {
      const { status, body } = await send('POST', points, broken);
      expect([status, body.code]).toEqual([400, 'request.not-json']);
      expect(body.detail).toContain('引号、逗号和括号');
    });

    it.each<[string, string | undefined, Headers]>([
      ['no body', undefined, {}],
      ['no body, but its type', undefined, { 'content-type': 'application/json' }],
      ['an empty body', '', {}],
      ['an empty object', '{}', {}],
    ])('names what is missing of %s', async (_, payload, headers) => {
      const { status, body } = await send('POST', points, payload, { ...as(), ...headers });
      expect([status, body.code]).toEqual([400, 'request.invalid']);
      expect(body.errors).toEqual([{ field: 'office', 'zh-CN': '必须填写', en: 'is required' }]);
      expect(body.messages.en).toBe('Entries that need correcting: 1.');
    });

    it('takes no form with files where no file belongs', async () => {
      const type = { 'content-type': 'multipart/form-data; boundary=b' };
      const answer = await send('POST', points, '--b--\r\n', { ...as(), ...type });
      expect([answer.status, answer.body.code]).toEqual([415, 'request.media-type']);
    });

    it('says how files are sent, where they may be', async () => {
      const answer = await send('POST', `${points}/x/photos`, 'x', { ...as(), 'content-type': 'image/png' });
      expect([answer.status, answer.body.code]).toEqual([415, 'request.upload-type']);
      expect(answer.body.detail).toContain('-F file=@');
    });

    it.each([
      ['GET', '/api/inspection/nowhere'],
      ['GET', '/'],
      ['POST', '/api/inspection/points/x/%ff'],
      ['GET', '/api/inspection/points/%zz'],
      ['GET', `/api/inspection/points/${'x'.repeat(65)}`],
      ['GET', `/api/inspection/points/${'x'.repeat(5000)}`],
    ] as const)('answers %s %.60s, which is nowhere', async (method, url) => {
      const answer = await send(method, url);
      expect([400, 404]).toContain(answer.status);
      expect(['route.unknown', 'not-found', 'request.address', 'request.invalid']).toContain(answer.body.code);
      expect(answer.type).toMatch(/^application\/problem\+json/);
    });

    it.each([
      ['full', '存储空间已满'],
      ['read-only', '数据文件夹只读'],
      ['io', '磁盘读写出错'],
      ['closed', '系统正在停止'],
    ] as const)('says that the storage is %s, and when to come again', async (reason, words) => {
      ports.events.before = (what) => {
        if (what === 'append') throw new StorageUnavailable(reason);
      };
      const answer = await open();
      expect([answer.status, answer.body.code]).toEqual([503, `storage.${reason}`]);
      expect(answer.body.detail).toContain(words);
      expect(answer.headers['retry-after']).toBe('5');
    });

    it('of ours gives a reference and hides the rest; the log has both in one line', async () => {
      const answer = await send('POST', `${points}/broken`, {});
      expect([answer.status, answer.body.code]).toEqual([500, 'internal']);
      const { reference } = answer.body.params;
      expect(answer.body.detail).toContain(reference);
      expect(JSON.stringify(answer.body)).not.toMatch(/hunter2|broken|\.ts/);
      const line = logged.find((text) => text.includes(reference));
      expect(line).toContain('hunter2');
      expect(line?.trimEnd().split('\n')).toHaveLength(1);
    });
  });

  it('documents its routes from the schemas', () => {
    const document = openApi('inspection', app);
    expect(Object.keys(document.paths).sort()).toEqual([
      points,
      `${points}/broken`,
      `${points}/{id}`,
      `${points}/{id}/photos`,
      `${points}/{id}/visits`,
    ]);
    expect(document.paths[points]?.post?.operationId).toBe('inspection.points.open');
    expect(JSON.stringify(document.paths[points]?.post?.requestBody)).toContain('office');
  });

  it('documents files beside what may be sent in their place', () => {
    const content = openApi('inspection', app).paths[`${points}/{id}/photos`]?.post?.requestBody as object;
    const file = { type: 'string', format: 'binary' };
    expect(content).toMatchObject({
      content: {
        'multipart/form-data': { schema: { properties: { file: { type: 'array', items: file } }, required: ['file'] } },
        'application/json': { schema: { properties: { link: { type: 'string' } } } },
      },
    });
  });

  it('adds no listeners for signals: who runs the process decides when it stops', () => {
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('lets operators see and retry what is parked', async () => {
    await open();
    ports.events.log[0] = { ...ports.events.log[0]!, data: Buffer.from('{"bad') };
    await ports.feed.deliver();
    const runtime = app.get(ServiceRuntime);
    const parked = await runtime.parked();
    expect(parked.map(({ consumer, reason }) => [consumer, reason.split(':')[0]])).toEqual([
      ['points', 'SyntaxError'],
      ['workflow:first-visit', 'SyntaxError'],
    ]);
    await expect(runtime.retry('nobody', parked[0]!, true)).rejects.toThrow(/not found/);
    await expect(runtime.retry('points', parked[0]!, true)).rejects.toThrow(SyntaxError);
    expect(() => runtime.projector('nothing')).toThrow(/not found/);
  });
});
