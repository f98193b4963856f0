import { INSTALLATION } from '@chuangwen/contracts';
import { newId, uuidFrom } from '@chuangwen/platform';
import { EventStore } from '@chuangwen/ports';
import { PrincipalResolver } from './index';
import { House, PASSWORD } from './testing/house';

type Row = { id: string; name: string; label: string; line: string | null; verified: boolean; posts: { id: string }[] };
type Rows = { data: Row[] };

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

const section = (of: typeof roads, name: string, parent = of.root) =>
  house.made('organisations', of.session, { name, kind: 'section', parent, validFrom: '2026-01-01' });
const names = async (path: string, session: string, token: string) => {
  const { body } = await house.ask<Rows>('GET', `${path}${path.includes('?') ? '&' : '?'}token=${token}`, { session });
  return body.data.map(({ name }) => name);
};
type Me = { data: { principal: { person: string } } };
const personOf = async (session: string) => (await house.ask<Me>('GET', 'me', { session })).body.data.principal.person;
const refusal = async (path: string, session: string, body: unknown) =>
  (await house.ask('POST', path, { session, body })).body.code;

describe('tenants', () => {
  it('an office sees those below it, an agency itself only', async () => {
    const { token } = await house.made('tenants', office.session, {
      name: '桐泽市图书馆',
      kind: 'agency',
      administrator: { name: '顾清和', login: 'tushuguan', password: PASSWORD },
    });
    expect((await names('tenants', office.session, token)).sort()).toEqual(
      ['桐泽市文明办', '桐泽市交通运输局', '桐泽市水利局', '桐泽市图书馆'].sort(),
    );
    expect(await names('tenants', roads.session, token)).toEqual(['桐泽市交通运输局']);
  });

  it('are registered once under a name, unless it is said that they are others', async () => {
    const body = (login: string, name = '桐泽市 水利局') => ({
      ...{ name, kind: 'agency' },
      administrator: { name: '顾清和', login, password: PASSWORD },
    });
    const key = newId();
    const twice = { session: office.session, body: body('shuizhan', '桐泽市水文站'), key };
    const { body: made } = await house.ask<{ answer: { id: string }; token: string }>('POST', 'tenants', twice);
    await names('tenants', office.session, made.token);
    expect(await refusal('tenants', office.session, body('shuili2'))).toBe('tenant.there-already');
    expect((await house.ask<typeof made>('POST', 'tenants', twice)).body.answer).toEqual(made.answer);
    const { id } = await house.made('tenants', office.session, { ...body('shuili2'), again: true });
    const known = await house.events(INSTALLATION, `tenant-${id}`);
    expect(known[0]).toMatchObject({ name: '桐泽市 水利局', again: true });
    // The first request once more is still answered, though another of its name stands now.
    await house.made('tenants', office.session, { ...body('shuizhan2', '桐泽市水文站'), again: true });
    expect((await house.ask<typeof made>('POST', 'tenants', twice)).body.answer).toEqual(made.answer);
  });

  it('at the same instant are one under a name; its login is free where it was refused', async () => {
    const logins = ['qixiang1', 'qixiang2', 'qixiang3'];
    const body = (login: string) => ({
      ...{ name: login === 'qixiang2' ? '桐泽市 气象局' : '桐泽市气象局', kind: 'agency' },
      administrator: { name: '顾清和', login, password: PASSWORD },
    });
    const all = await Promise.all(
      logins.map((login) => house.ask('POST', 'tenants', { session: office.session, body: body(login) })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    for (const { status, body } of all)
      if (status === 422) expect(body).toMatchObject({ code: 'tenant.there-already' });
    for (const [i, login] of logins.entries()) {
      const free = { ...body(login), name: `桐泽市气象站${i}` };
      if (all[i]?.status === 422) await house.made('tenants', office.session, free);
    }
  });

  it('are registered by an office only', async () => {
    const body = { name: '某局', kind: 'agency', administrator: { name: '某人', login: 'moumou', password: PASSWORD } };
    expect(await refusal('tenants', roads.session, body)).toBe('policy.not-permitted');
  });

  it('are verified by the office directly above, and nobody else learns of them', async () => {
    const path = `tenants/${roads.tenant}/verification`;
    expect(await refusal(path, water.session, {})).toBe('not-found');
    const { token } = await house.made(path, office.session, {});
    const { body } = await house.ask<Rows>('GET', `tenants?token=${token}`, { session: office.session });
    expect(body.data.filter(({ verified }) => verified).map(({ id }) => id)).toEqual([roads.tenant]);
  });

  it('below a lower office are overseen by both offices, and verified by the lower one', async () => {
    const administrator = { name: '裴若谷', login: 'yunxiu', password: PASSWORD };
    const district = { name: '桐泽市云岫区文明办', kind: 'office', level: 'district', administrator };
    await house.made('tenants', office.session, district);
    const yunxiu = await house.signIn('yunxiu');
    const { id, token } = await house.made('tenants', yunxiu, {
      name: '云岫区交通运输局',
      kind: 'agency',
      administrator: { ...administrator, login: 'yxjiaotong' },
    });
    expect(await names('tenants', office.session, token)).toContain('云岫区交通运输局');
    expect(await refusal(`tenants/${id}/verification`, office.session, {})).toBe('tenant.not-directly-above');
    expect(await refusal('tenants', yunxiu, { ...district, administrator: { ...administrator, login: 'x2' } })).toBe(
      'tenant.level-not-lower',
    );
  });

  it('sent again are the same; a taken login leaves nothing behind', async () => {
    const body = {
      name: '桐泽市档案馆',
      kind: 'agency',
      administrator: { name: '闻人清', login: 'dangan', password: PASSWORD },
    };
    const send = (change = {}) =>
      house.ask<{ answer: { id: string } }>('POST', 'tenants', {
        session: office.session,
        body: { ...body, ...change },
        key: 'archive-1',
      });
    const [first, second] = [await send(), await send()];
    expect(second.text).toBe(first.text);
    const other = await send({ name: '桐泽市方志馆', administrator: { ...body.administrator, login: 'fangzhi' } });
    expect(other.body.code).toBe('command.id-reused');
    expect(await refusal('tenants', office.session, { ...body, name: '桐泽市美术馆' })).toBe('account.login-taken');
    const free = { ...body, name: '桐泽市方志馆', administrator: { ...body.administrator, login: 'fangzhi' } };
    await house.made('tenants', office.session, free);
  });
});

describe('organisations', () => {
  it('an administrator sees and changes only those of the own tenant', async () => {
    const { id, token } = await section(roads, '法规科');
    expect(await names('organisations', roads.session, token)).toEqual(expect.arrayContaining(['法规科']));
    expect(await names('organisations', water.session, token)).toEqual(['桐泽市水利局']);
    expect(await names('organisations', office.session, token)).toEqual(['桐泽市文明办']);
    const name = { name: '政策法规科', validFrom: '2026-05-01' };
    const place = { parent: roads.root, tree: 'line', validFrom: '2026-05-01' };
    const closure = { validTo: '2026-05-01', reason: '机构改革' };
    for (const [path, body] of Object.entries({ name, place, closure })) {
      expect(await refusal(`organisations/${id}/${path}`, water.session, body)).toBe('not-found');
      expect((await house.ask('POST', `organisations/${id}/${path}`, { session: roads.session, body })).status).toBe(
        201,
      );
    }
  });

  it('are founded once under a name in one place, unless it is said that they are others', async () => {
    const body = { name: '装备科', kind: 'section', parent: roads.root };
    const found = (key: string, change = {}) =>
      house.ask('POST', 'organisations', { session: roads.session, body: { ...body, ...change }, key });
    const [first, same] = [await found('equipment-1'), await found('equipment-1')];
    expect([first.status, same.text]).toEqual([201, first.text]);
    // One right after the other, as from a button pressed twice.
    const twice = await Promise.all([
      found('equipment-2', { name: '档案科' }),
      found('equipment-3', { name: '档案 科' }),
    ]);
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 422]);
    const refused = await found('equipment-4');
    expect(refused.body).toMatchObject({ code: 'organisation.there-already', params: { name: '装备科' } });
    const other = await found('equipment-5', { again: true });
    expect(other.status).toBe(201);
    const made = (other.body as unknown as { answer: { id: string } }).answer.id;
    expect((await house.events(roads.tenant, `organisation-${made}`))[0]).toMatchObject({ again: true });
    const { id } = (first.body as unknown as { answer: { id: string } }).answer;
    expect((await found('equipment-6', { parent: id })).status).toBe(201);
  });

  it('cannot hang under another tenant’s', async () => {
    const body = { name: '科室', kind: 'section', parent: roads.root };
    expect(await refusal('organisations', water.session, body)).toBe('not-found');
    const { id } = await section(water, '河湖科');
    const place = { parent: roads.root, tree: 'line', validFrom: '2026-05-01' };
    expect(await refusal(`organisations/${id}/place`, water.session, place)).toBe('not-found');
  });

  it('keep every day’s name and place', async () => {
    const first = await section(water, '水利工程科');
    const second = await section(water, '质量监督站', first.id);
    const session = water.session;
    await house.made(`organisations/${first.id}/name`, session, { name: '工程建设科', validFrom: '2026-07-01' });
    const { token } = await house.made(`organisations/${second.id}/place`, session, {
      ...{ parent: water.root, tree: 'line', validFrom: '2026-08-01' },
    });
    const on = async (day: string) => {
      const { body } = await house.ask<Rows>('GET', `organisations?on=${day}&token=${token}`, { session });
      const row = (id: string) => body.data.find((organisation) => organisation.id === id);
      return [row(first.id)?.name, row(second.id)?.line];
    };
    expect(await on('2025-12-31')).toEqual([undefined, undefined]);
    expect(await on('2026-06-30')).toEqual(['水利工程科', first.id]);
    expect(await on('2026-08-01')).toEqual(['工程建设科', water.root]);
  });

  it('two moves at once cannot close a circle', async () => {
    const [a, b] = [await section(water, '甲科'), await section(water, '乙科')];
    const move = (id: string, parent: string) =>
      house.ask('POST', `organisations/${id}/place`, {
        session: water.session,
        body: { parent, tree: 'line', validFrom: '2026-09-01' },
      });
    const codes = await Promise.all([move(a.id, b.id), move(b.id, a.id)]);
    expect(codes.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(codes.map(({ body }) => body.code)).toContain('organisation.cycle');
  });

  it('take no child the moment they are closed', async () => {
    const { id } = await section(water, '待撤科');
    const child = () => section(water, '下级科', id);
    const { id: childId } = await child();
    const closure = { validTo: '2026-12-31', reason: '机构改革' };
    expect(await refusal(`organisations/${id}/closure`, water.session, closure)).toBe('organisation.has-children');
    await house.made(`organisations/${childId}/closure`, water.session, closure);
    await house.made(`organisations/${id}/closure`, water.session, closure);
    await expect(child()).rejects.toThrow('organisation.parent-closed');
  });
});

describe('people', () => {
  const add = (of: typeof roads, name: string, organisation = of.root, change = {}) =>
    house.made<{ id: string; appointments: string[] }>('people', of.session, {
      name,
      appointments: [{ organisation, post: 'clerk', validFrom: '2026-01-01' }],
      ...change,
    });

  it('an administrator sees only those of the own tenant', async () => {
    const { id, token } = await add(water, '乐正云岚');
    expect(await names('people', water.session, token)).toContain('乐正云岚');
    expect(await names('people', roads.session, token)).not.toContain('乐正云岚');
    expect((await house.ask('GET', `people/${id}?token=${token}`, { session: water.session })).status).toBe(200);
    expect((await house.ask('GET', `people/${id}`, { session: roads.session })).status).toBe(404);
    expect((await house.ask('GET', `people/${id}`, { session: office.session })).status).toBe(404);
    const account = { login: 'lezheng', password: PASSWORD };
    const appointment = { organisation: roads.root, post: 'clerk' };
    expect(await refusal(`people/${id}/account`, roads.session, account)).toBe('not-found');
    expect(await refusal(`people/${id}/appointments`, roads.session, appointment)).toBe('not-found');
    expect(await refusal(`people/${id}/appointments`, water.session, appointment)).toBe('not-found');
  });

  it('of one name are told apart by their organisation', async () => {
    const law = await section(roads, '安全监督科');
    await add(roads, '王伟');
    const { token } = await add(roads, '王伟', law.id);
    const { body } = await house.ask<Rows>('GET', `people?token=${token}`, { session: roads.session });
    const labels = body.data.filter(({ name }) => name === '王伟').map(({ label }) => label);
    expect(labels.sort()).toEqual(['王伟（安全监督科）', '王伟（桐泽市交通运输局）'].sort());
  });

  it('with an account may sign in, but do not manage others', async () => {
    await add(roads, '司徒安然', roads.root, { account: { login: 'situ', password: PASSWORD } });
    const session = await house.signIn('situ');
    expect((await house.ask('GET', 'people', { session })).status).toBe(200);
    expect(await refusal('people', session, { name: '某人' })).toBe('policy.not-permitted');
    expect(await refusal('organisations', session, { name: '某科', kind: 'section', parent: roads.root })).toBe(
      'policy.not-permitted',
    );
  });

  it('one login is unique in the installation, however it is written', async () => {
    await add(roads, '上官婉宁', roads.root, { account: { login: 'shangguan', password: PASSWORD } });
    const other = await add(water, '上官文渊');
    const account = { login: 'ShangGuan', password: PASSWORD };
    expect(await refusal(`people/${other.id}/account`, water.session, account)).toBe('account.login-taken');
    expect(
      await refusal(`people/${other.id}/account`, water.session, { login: 'aaaa-bbbb', password: 'AAAA-BBBB' }),
    ).toBe('password.is-login');
    const short = await house.ask('POST', `people/${other.id}/account`, {
      session: water.session,
      body: { login: 'shortone', password: '1234567' },
    });
    expect([short.status, short.body.errors?.[0]?.field]).toEqual([400, 'password']);
  });

  it('of two at once one gets the login', async () => {
    const body = (name: string) => ({ name, account: { login: 'same-login', password: PASSWORD } });
    const ask = (session: string, name: string) => house.ask('POST', 'people', { session, body: body(name) });
    const both = await Promise.all([ask(roads.session, '东方一'), ask(water.session, '东方二')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('whose registration died leave their login free again after a minute, and nobody gets in with it before', async () => {
    const body = (name: string) => ({ name, account: { login: 'gongsun', password: PASSWORD } });
    const append = jest.spyOn(house.app.get(EventStore), 'append').mockRejectedValueOnce(new Error('killed'));
    expect((await house.ask('POST', 'people', { session: roads.session, body: body('公孙离') })).status).toBe(500);
    append.mockRestore();
    await expect(house.signIn('gongsun')).rejects.toThrow('401');
    expect(await refusal('people', water.session, body('公孙瑾'))).toBe('account.login-taken');
    house.clock.ahead += 60_001;
    const { id } = await house.made('people', water.session, body('公孙瑾'));
    expect(await personOf(await house.signIn('gongsun'))).toBe(id);
  });

  it('sent again are the same person, whose password stays', async () => {
    const send = (password: string) =>
      house.ask('POST', 'people', {
        session: roads.session,
        body: { name: '令狐千里', account: { login: 'linghu', password } },
        key: uuidFrom('linghu', 'spec'),
      });
    const [first, second] = [await send(PASSWORD), await send('另一个很长的密码')];
    expect([second.status, second.text]).toEqual([201, first.text]);
    const { answer } = JSON.parse(first.text) as { answer: { id: string } };
    expect(await personOf(await house.signIn('linghu'))).toBe(answer.id);
  });

  it('whose post has ended lose its rights within seconds, from the day after', async () => {
    const account = { login: 'duanmu', password: PASSWORD };
    const { id, appointments } = await add(roads, '端木青', roads.root, { account });
    const session = await house.signIn('duanmu');
    const posts = async () => (await house.app.get(PrincipalResolver).resolve(session))?.posts.map(({ post }) => post);
    expect(await posts()).toEqual(['clerk']);
    const end = `people/${id}/appointments/${appointments[0]}/end`;
    expect(await refusal(end, water.session, { validTo: '2026-01-02' })).toBe('not-found');
    await house.made(end, roads.session, { validTo: '2026-01-02' });
    house.clock.ahead += 5_001;
    expect(await posts()).toEqual([]);
  });

  it('lose their rights at an organisation that is closed', async () => {
    const { id } = await section(roads, '临时指挥部');
    await add(roads, '南宫燕', id, { account: { login: 'nangong', password: PASSWORD } });
    const session = await house.signIn('nangong');
    await house.made(`organisations/${id}/closure`, roads.session, { validTo: '2026-01-02', reason: '任务完成' });
    house.clock.ahead += 5_001;
    expect((await house.app.get(PrincipalResolver).resolve(session))?.posts).toEqual([]);
  });

  it('an administrator cannot leave the tenant without one', async () => {
    const { token } = await add(water, '某甲');
    const { body } = await house.ask<Rows>('GET', `people?token=${token}`, { session: water.session });
    const me = body.data.find(({ name }) => name === '陆知远');
    const end = `people/${me?.id}/appointments/${me?.posts[0]?.id}/end`;
    expect(await refusal(end, water.session, { validTo: '2026-12-31' })).toBe('appointment.own-administrator');
  });
});

it.each([
  ['an operator for a login', 'sessions', { login: { $ne: null }, password: PASSWORD }],
  ['an array for a scalar', 'people', { name: ['王伟'] }],
  ['a prototype', 'people', JSON.parse('{"name":"王伟","__proto__":{"administrator":true}}')],
  ['an unknown field', 'organisations', { name: '某科', kind: 'section', parent: 'x', tenant: 'other' }],
  ['a root of its own making', 'organisations', { name: '某局', kind: 'root', parent: 'x' }],
  ['a post that does not exist', 'people', { name: '王伟', appointments: [{ organisation: 'x', post: 'emperor' }] }],
  ['a name without end', 'people', { name: '王'.repeat(1000) }],
])('refuses %s before anything else', async (_, path, body) => {
  expect((await house.ask('POST', path, { session: roads.session, body })).status).toBe(400);
});
