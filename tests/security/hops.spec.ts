import { FrontDoor } from '@chuangwen/standalone';
import { PRINCIPAL_HEADER, PrincipalTickets } from '@chuangwen/platform';
import { special } from './support/cases';
import { principalOf, spoofed } from './support/headers';
import { House } from './support/house';
import type { Answered } from './support/http';
import { apiOf, type Api } from './support/operations';
import { Town, type Person, type Place } from './support/town';

/** Who somebody is, on both hops: from the client to the front door, and from there to the service. */
let house: House;
let town: Town;
let api: Api;
let a: Place;

beforeAll(async () => {
  house = await House.open();
  town = await Town.build(house, ['office', 'a', 'b']);
  api = await apiOf(house);
  a = town.at('a');
}, 60_000);
afterAll(() => house.close());

const ME = '/api/identity/me';
const me = (headers: Record<string, string>) => house.ask('GET', ME, { headers });
const newSession = ({ login, password }: Person) => town.signIn(login, password);
const cookie = (session: string) => ({ cookie: `theme=dark; chuangwen_session=${session}` });
const bearer = (session: string) => ({ authorization: `Bearer ${session}` });
const codeOf = ({ status, body }: Answered) => [status, (body as { code?: string } | null)?.code];
const whoIs = ({ body }: Answered) => (body as { data: { principal: { person: string } } }).data.principal.person;

describe('A session', () => {
  it('is brought as a cookie or as a bearer token', async () => {
    const { id, session } = a.people.clerk;
    for (const headers of [cookie(session), bearer(session)]) expect(whoIs(await me(headers))).toBe(id);
  });

  it('is of no use in any other shape', async () => {
    const { session } = a.people.clerk;
    const other = session.at(-1) === 'A' ? 'B' : 'A';
    const shapes: Record<string, string>[] = [
      { authorization: session },
      { authorization: `Basic ${session}` },
      { authorization: `Bearer ${session}x` },
      { authorization: `Bearer ${session.slice(0, -1)}` },
      { authorization: `Bearer ${session.toLowerCase()}` },
      bearer(session.slice(0, -1) + other),
      bearer(a.people.clerk.id),
      bearer('__proto__'),
      { cookie: `session=${session}` },
      { cookie: `chuangwen_session=${session}x` },
      { cookie: `chuangwen_session="${session}"` },
      { 'x-session': session },
      { 'proxy-authorization': `Bearer ${session}` },
    ];
    for (const headers of shapes)
      expect([headers, ...codeOf(await me(headers))]).toEqual([headers, 401, 'session.required']);
    expect(codeOf(await house.ask('GET', `${ME}?session=${session}&token=${session}`))).toEqual([
      401,
      'session.required',
    ]);
  });

  it('ends when its person signs out, and no other with it', async () => {
    const [first, second] = [await newSession(a.people.clerk), await newSession(a.people.clerk)];
    expect(codeOf(await house.ask('DELETE', '/api/identity/sessions/current'))).toEqual([401, 'session.required']);
    const out = await house.ask('DELETE', '/api/identity/sessions/current', { headers: cookie(first) });
    expect(out.status).toBe(204);
    for (const headers of [cookie(first), bearer(first)])
      expect(codeOf(await me(headers))).toEqual([401, 'session.required']);
    expect(whoIs(await me(bearer(second)))).toBe(a.people.clerk.id);
    expect(whoIs(await me(bearer(a.people.clerk.session)))).toBe(a.people.clerk.id);
  });

  it('is ended by the header by which it came', async () => {
    const [by, beside] = [await newSession(a.people.clerk), await newSession(a.people.liaison)];
    const headers = { ...bearer(by), ...cookie(beside) };
    expect(whoIs(await me(headers))).toBe(a.people.clerk.id);
    await house.ask('DELETE', '/api/identity/sessions/current', { headers });
    expect((await me(bearer(by))).status).toBe(401);
    expect((await me(cookie(beside))).status).toBe(200);
    const odd = { authorization: 'Bearer what is this', ...cookie(beside) };
    expect(whoIs(await me(odd))).toBe(a.people.liaison.id);
    await house.ask('DELETE', '/api/identity/sessions/current', { headers: odd });
    expect((await me(cookie(beside))).status).toBe(401);
  });

  it('comes as a cookie that no script reads and no other site sends', async () => {
    const { login, password, session } = a.people.clerk;
    const answer = await house.ask('POST', '/api/identity/sessions', { body: { login, password } });
    const [set = ''] = answer.headers['set-cookie'] ?? [];
    expect(set).toMatch(/^chuangwen_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(set).not.toContain(session); // a new one each time
  });

  it('is given to nobody with a wrong password, in the same words as for a login that does not exist', async () => {
    const ask = (login: string, password: string) =>
      house.ask('POST', '/api/identity/sessions', { body: { login, password } });
    const wrong = await ask(a.people.clerk.login, town.at('b').people.clerk.password);
    const nobody = await ask('nobody-at-all', a.people.clerk.password);
    expect(codeOf(wrong)).toEqual([401, 'session.wrong-login']);
    expect(nobody.text).toBe(wrong.text);
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });
});

/** Not in the matrix, for they have no ids; but they need a session like all the rest. */
const ofTheSession = ['identity.sessions.signOut', 'identity.sessions.changePassword'];

describe('The front door', () => {
  it('lets in without a session only what is named here', () => {
    expect(
      Object.keys(special)
        .filter((id) => !ofTheSession.includes(id))
        .sort(),
    ).toEqual(['identity.sessions.signIn', 'identity.sessions.useCode', 'identity.setup.setUp']);
  });

  it('throws away whatever a client says of where it comes from, unless a trusted proxy says it', async () => {
    const { login, password } = a.people.sibling;
    const says = {
      'x-chuangwen-secure': '1',
      'x-chuangwen-source': '10.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '10.0.0.1',
    };
    const cookieFrom = async (url: string) => {
      const body = JSON.stringify({ login, password });
      const headers = { ...says, 'content-type': 'application/json' };
      const response = await fetch(`${url}/api/identity/sessions`, { method: 'POST', headers, body });
      return response.headers.get('set-cookie') ?? '';
    };
    expect(await cookieFrom(house.url)).not.toContain('Secure');
    const behindProxy = new FrontDoor(house.platform, ['127.0.0.1']);
    try {
      expect(await cookieFrom(await behindProxy.listen(0, '127.0.0.1'))).toMatch(/; Secure$/);
    } finally {
      await behindProxy.close(100);
    }
  });

  it('throws away whatever a client sends as its own ticket, even a right one', async () => {
    const right = house.platform.tickets.issue(principalOf(a), new Date());
    expect((await direct(right)).statusCode).toBe(200);
    for (const name of [
      PRINCIPAL_HEADER,
      PRINCIPAL_HEADER.toUpperCase(),
      'X-Chuangwen-Principal',
      'x_chuangwen_principal',
    ])
      expect(codeOf(await me({ [name]: right }))).toEqual([401, 'session.required']);
    const b = town.at('b').people.clerk;
    expect(whoIs(await me({ ...bearer(b.session), [PRINCIPAL_HEADER]: right }))).toBe(b.id);
  });

  it('answers the same, whoever other headers say that asks', async () => {
    const headers = bearer(town.at('b').people.clerk.session);
    const plain = await me(headers);
    expect((await me({ ...headers, ...spoofed(a) })).text).toBe(plain.text);
  });

  it('invites no other site', async () => {
    const origin = { origin: 'https://elsewhere.example.com', 'access-control-request-method': 'GET' };
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await house.ask(method, ME, { headers: { ...bearer(a.people.clerk.session), ...origin } });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('serves pages that hold nothing of anybody, and no other files', async () => {
    const pages = ['/', '/setup', '/api/docs', '/api/openapi.json', '/health/live', '/health/ready', '/pages/site.css'];
    for (const page of pages) {
      const { status, text } = await house.ask('GET', page);
      expect([page, status]).toEqual([page, 200]);
      for (const { mark, tenant } of town.all) expect(text.includes(mark) || text.includes(tenant)).toBe(false);
    }
    const others = [
      '/pages/../package.json',
      '/pages/..%2f..%2fpackage.json',
      '/pages/home.html',
      '/..%2f..%2fetc%2fpasswd',
      '//etc/passwd',
      '/api/docs/../../package.json',
      '/identity/events.db',
      '/api',
      '/api/',
      '/api/none/people',
      '/api/identity',
      '/api/identity/../identity/people',
      '/API/identity/people',
      '/api/__proto__/people',
      '/api/constructor',
      '//',
      '//[',
      '/%',
      '/%zz?%',
      'http://[',
      '*',
    ];
    for (const path of others) expect([path, (await house.ask('GET', path)).status]).toEqual([path, 404]);
  });

  it('takes no second setup', async () => {
    await house.quiet();
    const before = house.footprint.take();
    const administrator = { name: '汪若楠', login: 'second-setup', password: '枫林晚照 62 级台阶' };
    const office = { name: '桐泽市文明办', level: 'city' };
    for (const token of [town.setupToken, 'x', '__proto__']) {
      const answer = await house.ask('POST', '/api/identity/setup', { body: { token, office, administrator } });
      expect(codeOf(answer)).toEqual([422, 'setup.used']);
    }
    expect(house.footprint.take()).toEqual(before);
  });
});

const identity = () => house.platform.service('identity').app;
const direct = (ticket: string) => identity().inject({ url: ME, headers: { [PRINCIPAL_HEADER]: ticket } });

describe('A service asked past the front door', () => {
  const wrong = (): Record<string, string> => {
    const now = new Date();
    const right = house.platform.tickets.issue(principalOf(a), now);
    const [body = '', signature = ''] = right.split('.');
    const changed = Buffer.from(
      Buffer.from(body, 'base64url').toString('utf8').replace(a.tenant, town.at('b').tenant),
    ).toString('base64url');
    return {
      none: '',
      unsigned: body,
      'with an empty signature': `${body}.`,
      'of another secret': new PrincipalTickets(Buffer.alloc(32, 9)).issue(principalOf(a), now),
      expired: house.platform.tickets.issue(principalOf(a), new Date(now.getTime() - 60_001)),
      'with another tenant under the same signature': `${changed}.${signature}`,
      'with something behind it': `${right}.${signature}`,
      'with a header that names no algorithm': `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`,
      'signed by itself': `${body}.${body}`,
      'a session': a.people.admin.session,
      json: JSON.stringify({ until: 9e15, principal: principalOf(a) }),
    };
  };

  it('needs a ticket of ours, whole and fresh, for everything', async () => {
    for (const [name, ticket] of Object.entries(wrong())) {
      for (const { id, method, template } of api.operations) {
        if (id in special && !ofTheSession.includes(id)) continue;
        const { app } = house.platform.service(id.split('.')[0]!);
        const url = template.replace(/\{\w+\}/g, 'x');
        const answer = await app.inject({
          method: method as 'GET',
          url,
          headers: { ...spoofed(a), ...bearer(a.people.admin.session), [PRINCIPAL_HEADER]: ticket },
        });
        expect([name, id, answer.statusCode]).toEqual([name, id, 401]);
      }
    }
  });
});

describe('What one person was answered', () => {
  const found = (person: Person, parent: string, key: string) =>
    house.ask('POST', '/api/identity/organisations', {
      session: person.session,
      headers: { 'idempotency-key': key },
      body: { name: `服务站 ${key}`, kind: 'unit', parent },
    });

  it('is not told to another who sends the same Idempotency-Key', async () => {
    const b = town.at('b');
    const key = 'the-same-key-1';
    const mine = await found(a.people.admin, a.root, key);
    const again = await found(a.people.admin, a.root, key);
    const other = await found(b.people.admin, b.root, key);
    expect([mine.status, again.text, other.status]).toEqual([201, mine.text, 201]);
    const idOf = ({ body }: Answered) => (body as { answer: { id: string } }).answer.id;
    expect(idOf(other)).not.toBe(idOf(mine));
    expect(codeOf(await found(b.people.admin, a.root, 'the-same-key-2'))).toEqual([404, 'not-found']);
    expect(codeOf(await found(a.people.clerk, a.root, key))).toEqual([403, 'policy.not-permitted']);
  });

  it('is not felt by another who sends its token', async () => {
    const outcome = (await found(a.people.admin, a.root, 'the-token-key')).body as { token: string };
    const b = town.at('b').people.clerk;
    const ask = (token: string) =>
      house.ask('GET', `/api/identity/people?token=${encodeURIComponent(token)}`, { session: b.session });
    await house.quiet();
    const nothing = await ask('');
    expect((await ask(outcome.token)).text).toBe(nothing.text);
    expect((await ask(outcome.token.replace(/:1$/, ':999'))).text).toBe(nothing.text);
  });
});
