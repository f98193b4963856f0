import { PrincipalResolver } from './index';
import { House, PASSWORD } from './testing/house';

const NEW = '新的栖霞岭 10 只白鹭';

let house: House;
let office: Awaited<ReturnType<House['setUp']>>;
let roads: Awaited<ReturnType<House['agency']>>;
let water: Awaited<ReturnType<House['agency']>>;

beforeAll(async () => {
  house = await House.open();
  office = await house.setUp();
  roads = await house.agency(office.session, 'jiaotong', '桐泽市交通运输局');
  water = await house.agency(office.session, 'shuili', '桐泽市水利局');
});
afterAll(() => house.close());

const add = (login: string, posts: readonly object[] = []) =>
  house.made<{ id: string; appointments: string[] }>('people', roads.session, {
    name: '宇文澄',
    appointments: posts,
    account: { login, password: PASSWORD },
  });
const post = (path: string, session: string, body: unknown) => house.ask('POST', path, { session, body });
const signedIn = async (session: string) => (await house.app.get(PrincipalResolver).resolve(session)) !== null;
const refusal = async (login: string, password: string) =>
  (await house.ask('POST', 'sessions', { body: { login, password } })).text;

describe('a password forgotten', () => {
  it('is given anew by the administrator, and whoever was signed in with the old one no longer is', async () => {
    const { id } = await add('wangji');
    const sessions = [await house.signIn('wangji'), await house.signIn('wangji')];
    const reset = (session: string) => post(`people/${id}/account/password`, session, { password: NEW });
    expect((await reset(water.session)).body.code).toBe('not-found');
    expect((await reset(sessions[0]!)).body.code).toBe('policy.not-permitted');
    expect((await reset(roads.session)).status).toBe(204);
    expect(await Promise.all(sessions.map(signedIn))).toEqual([false, false]);
    expect(await signedIn(roads.session)).toBe(true);
    await expect(house.signIn('wangji')).rejects.toThrow('401');
    await expect(house.signIn('wangji', NEW)).resolves.toBeTruthy();
  });

  it('is given anew also after too many tries', async () => {
    const { id } = await add('duoci');
    const wrong = { body: { login: 'duoci', password: '错误的密码' } };
    await Promise.all(Array.from({ length: 10 }, () => house.ask('POST', 'sessions', wrong)));
    await expect(house.signIn('duoci')).rejects.toThrow('429');
    await post(`people/${id}/account/password`, roads.session, { password: NEW });
    await expect(house.signIn('duoci', NEW)).resolves.toBeTruthy();
  });

  it('cannot be the login, and needs an account', async () => {
    const { id } = await add('denglu-ming');
    const same = await post(`people/${id}/account/password`, roads.session, { password: 'DengLu-Ming' });
    expect(same.body.code).toBe('password.is-login');
    const { id: without } = await house.made('people', roads.session, { name: '无账号' });
    const none = await post(`people/${without}/account/password`, roads.session, { password: NEW });
    expect(none.body.code).toBe('account.none');
  });
});

describe('one’s own password', () => {
  const change = (session: string, old: string) => post('sessions/current/password', session, { old, new: NEW });

  it('is changed by the old one; other sessions end, this one goes on', async () => {
    await add('zijigai');
    const [here, elsewhere] = [await house.signIn('zijigai'), await house.signIn('zijigai')];
    expect((await change(here, PASSWORD)).status).toBe(204);
    expect([await signedIn(here), await signedIn(elsewhere)]).toEqual([true, false]);
    await expect(house.signIn('zijigai')).rejects.toThrow('401');
    await expect(house.signIn('zijigai', NEW)).resolves.toBeTruthy();
  });

  it('is not changed by a wrong one, nor by trying many', async () => {
    await add('caimima');
    const session = await house.signIn('caimima');
    const wrong = await change(session, '错误的密码');
    expect([wrong.status, wrong.body.code]).toEqual([422, 'password.old-wrong']);
    await Promise.all(Array.from({ length: 9 }, () => change(session, '错误的密码')));
    expect((await change(session, PASSWORD)).body.code).toBe('session.too-many-tries');
  });
});

describe('an account closed', () => {
  it('is out at once, is refused like a wrong password, and its login stays taken', async () => {
    const { id } = await add('tingyong');
    const session = await house.signIn('tingyong');
    const close = (by: string) => post(`people/${id}/account/closure`, by, { reason: '已调离本单位' });
    expect((await close(water.session)).body.code).toBe('not-found');
    expect((await close(roads.session)).status).toBe(201);
    expect(await signedIn(session)).toBe(false);
    expect(await refusal('tingyong', PASSWORD)).toBe(await refusal('meiyouren', PASSWORD));
    house.clock.ahead += 120_000;
    const account = { login: 'tingyong', password: NEW };
    expect((await post(`people/${id}/account`, roads.session, account)).body.code).toBe('account.login-taken');
    expect((await post('people', water.session, { name: '另一人', account })).body.code).toBe('account.login-taken');
    expect((await post(`people/${id}/account`, roads.session, { ...account, login: 'tingyong2' })).status).toBe(201);
    await expect(house.signIn('tingyong2', NEW)).resolves.toBeTruthy();
  });

  it('while somebody signs in lets nobody in', async () => {
    const { id } = await add('tongshi');
    const [{ status }, trial] = await Promise.all([
      post(`people/${id}/account/closure`, roads.session, { reason: '已调离本单位' }),
      house.signIn('tongshi').catch(() => null),
    ]);
    expect(status).toBe(201);
    expect(trial !== null && (await signedIn(trial))).toBe(false);
  });
});

describe('a tenant', () => {
  it('keeps an administrator when two end each other’s posts', async () => {
    const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
    const first = await house.agency(office.session, 'yuanlin', '桐泽市园林局');
    const body = { name: '皇甫岚', account: { login: 'yuanlin2', password: PASSWORD } };
    const appointments = [{ organisation: first.root, post: 'administrator', validFrom: '2026-01-01' }];
    const second = await house.made<{ id: string; appointments: string[]; token: string }>('people', first.session, {
      ...body,
      appointments,
    });
    const session = await house.signIn('yuanlin2');
    type Rows = { data: { id: string; posts: { id: string }[] }[] };
    const list = await house.ask<Rows>('GET', `people?token=${second.token}`, { session });
    const founder = list.body.data.find(({ id }) => id !== second.id)!;
    const end = (person: string, appointment: string | undefined, by: string) =>
      post(`people/${person}/appointments/${appointment}/end`, by, { validTo: today });
    const both = await Promise.all([
      end(second.id, second.appointments[0], first.session),
      end(founder.id, founder.posts[0]?.id, session),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(both.map(({ body: { code } }) => code)).toContain('appointment.last-administrator');
  });

  it('is called what its own organisation is called today', async () => {
    const { root, session } = await house.agency(office.session, 'gaiming', '桐泽市房产管理局');
    const name = { name: '桐泽市住房保障局', validFrom: '2026-02-01' };
    const { token } = await house.made(`organisations/${root}/name`, session, name);
    type Named = { data: { name: string }[] & { tenantName: string } };
    const me = await house.ask<Named>('GET', `me?token=${token}`, { session });
    expect(me.body.data.tenantName).toBe(name.name);
    for (const by of [session, office.session]) {
      const { body } = await house.ask<Named>('GET', `tenants?token=${token}`, { session: by });
      const names = body.data.map((tenant) => tenant.name);
      expect([names.includes(name.name), names.includes('桐泽市房产管理局')]).toEqual([true, false]);
    }
  });
});

describe('names', () => {
  it.each([
    ['people', { name: '\u200b\u200b' }],
    ['people', { name: '周\u202e安建' }],
    ['people', { name: '周\n安建' }],
    ['organisations', { name: '\u2067法规科\u2069', kind: 'section', parent: 'root' }],
  ])('of %s must be seen as they are: %j', async (path, body) => {
    const parent = 'parent' in body ? { parent: roads.root } : {};
    const refused = await post(path, roads.session, { ...body, ...parent });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining('看不见')]);
  });

  it('a telephone may be typed in full-width digits', async () => {
    const { id, token } = await house.made('people', roads.session, {
      name: '端木舟',
      telephone: '０９１３－５５５０２０２',
    });
    const page = await house.ask<{ data: { telephone: string } }>('GET', `people/${id}?token=${token}`, {
      session: roads.session,
    });
    expect(page.body.data.telephone).toBe('0913-5550202');
  });
});

it('of two setups at once the later one is told that the link has been used', async () => {
  const other = await House.open();
  const body = await other.setupBody();
  const later = { ...body, office: { ...body.office, name: '云岫市文明办' } };
  const both = await Promise.all([body, later].map((one) => other.ask('POST', 'setup', { body: one })));
  expect(both.map(({ status }) => status)).toEqual([201, 422]);
  expect(both[1]?.body.code).toBe('setup.used');
  await other.close();
});
