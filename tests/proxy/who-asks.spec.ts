import { Http } from '../security/support/http';
import { startProxy, type Proxy } from './proxy';
import { startServices } from './stub';

/** S3 on the hop from the client: what the services are told of who asks comes from identity and the connection alone. */
let services: Awaited<ReturnType<typeof startServices>>;
let proxy: Proxy;
let http: Http;

beforeAll(async () => {
  services = await startServices();
  proxy = await startProxy({ CHUANGWEN_SERVICES: services.setting });
  http = new Http(proxy.url);
});
afterAll(async () => {
  http?.close();
  await proxy?.stop();
  await services?.stop();
});

const told = () => {
  const { headers } = services.task.last;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => /chuangwen|forward/.test(name)));
};
const untrusted = { 'x-chuangwen-source': '127.0.0.1', 'x-chuangwen-secure': '0' };

it.each([
  ['as a cookie', { cookie: 'theme=dark; chuangwen_session=good' }],
  ['as a bearer token', { authorization: 'Bearer good' }],
])('a session that comes %s is made a ticket', async (_how, headers) => {
  expect((await http.ask('GET', '/api/task/tasks', { headers })).text).toBe('task');
  expect(told()).toEqual({ ...untrusted, 'x-chuangwen-principal': 'signed-ticket' });
});

it('no ticket comes with a session that is none', async () => {
  await http.ask('GET', '/api/task/tasks', { headers: { authorization: 'Bearer bad' } });
  expect(told()).toEqual(untrusted);
});

it('identity is not asked where nobody sends a session', async () => {
  const before = services.identity.seen.length;
  await http.ask('POST', '/api/task/tasks', { body: {} });
  expect(told()).toEqual(untrusted);
  expect(services.identity.seen).toHaveLength(before);
});

it('identity is asked with the session and nothing else', async () => {
  const headers = { authorization: 'Bearer good', 'x-chuangwen-principal': 'forged', 'x-anything': 'at all' };
  await http.ask('POST', '/api/task/tasks', { headers, body: { much: 'x'.repeat(10_000) } });
  const { method, headers: asked } = services.identity.last;
  expect(method).toBe('GET');
  expect(Object.keys(asked).sort()).toEqual(['authorization', 'host']);
});

it.each(['Bearer good', 'Bearer bad', ''])(
  'what a client says in the platform’s name is thrown away (%s)',
  async (session) => {
    const forged = {
      'x-chuangwen-principal': 'forged',
      'X-Chuangwen-Source': '10.9.9.9',
      'x-chuangwen-secure': '1',
      'x-forwarded-for': '10.9.9.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'elsewhere',
      forwarded: 'for=10.9.9.9;proto=https',
    };
    await http.ask('GET', '/api/task/tasks', { headers: session ? { ...forged, authorization: session } : forged });
    expect(told()).toEqual(
      session === 'Bearer good' ? { ...untrusted, 'x-chuangwen-principal': 'signed-ticket' } : untrusted,
    );
  },
);

it('pages are asked for without any ticket', async () => {
  const headers = { authorization: 'Bearer good', 'x-chuangwen-principal': 'forged' };
  expect((await http.ask('GET', '/setup', { headers })).text).toBe('site');
  expect(services.site.last.headers).not.toHaveProperty('x-chuangwen-principal');
});

describe('behind a proxy that is trusted', () => {
  let behind: Proxy;
  let door: Http;
  beforeAll(async () => {
    behind = await startProxy({
      CHUANGWEN_SERVICES: services.setting,
      CHUANGWEN_TRUSTED_PROXIES: '127.0.0.1, 10.1.0.0/16',
    });
    door = new Http(behind.url);
  });
  afterAll(async () => {
    door?.close();
    await behind?.stop();
  });

  it.each([
    ['what it says is believed', '203.0.113.7', 'https', '203.0.113.7', '1'],
    ['what stands before that anybody may have written', '10.9.9.9, 203.0.113.7', 'https, http', '203.0.113.7', '0'],
    ['another trusted one before it is passed over', '203.0.113.7, 10.1.2.3', 'http, https', '203.0.113.7', '1'],
  ])('%s', async (_what, addresses, protocols, source, secure) => {
    const headers = { 'x-forwarded-for': addresses, 'x-forwarded-proto': protocols };
    await door.ask('GET', '/api/task/tasks', { headers });
    expect(told()).toEqual({ 'x-chuangwen-source': source, 'x-chuangwen-secure': secure });
  });

  it('without its word it is the client', async () => {
    await door.ask('GET', '/api/task/tasks');
    expect(told()).toEqual(untrusted);
  });
});
