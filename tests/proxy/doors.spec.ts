import { Http } from '../security/support/http';
import { startProxy, type Proxy } from './proxy';
import { raw, requestOf } from './raw';
import { startServices } from './stub';

/** Which addresses are open, and what everything else is answered. */
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
beforeEach(() => services.all.forEach(({ seen }) => seen.splice(0)));

const arrived = () => services.all.flatMap(({ seen }) => seen.map(({ service, url }) => `${service} ${url}`));
const problemOf = (answer: string) => {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const { code, status, detail } = JSON.parse(body) as { code: string; status: number; detail: string };
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head.toLowerCase()).toContain('content-type: application/problem+json; charset=utf-8');
  return { code, detail };
};

it.each(['identity', 'campaign', 'task', 'reporting'])('%s has its own part of the API', async (name) => {
  for (const rest of ['', '?q=1', '/', '/things/1?token=a%3Ab']) {
    const path = `/api/${name}${rest}`;
    expect([path, (await http.ask('GET', path)).text]).toEqual([path, name]);
    expect(arrived().at(-1)).toBe(`${name} ${path}`);
  }
});

it.each(['/', '/setup', '/api/docs', '/api/openapi.json', '/api/tasks', '/api/taskforce', '/nothing', '/-/nothing'])(
  'everything else is for the site: %s',
  async (path) => {
    const { status, text } = await http.ask('GET', path);
    if (path.startsWith('/-/')) expect(status).toBe(404);
    else expect([text, ...arrived()]).toEqual(['site', `site ${path}`]);
  },
);

const hidden = ['/internal/principal', '/internal/openapi', '/metrics', '/health/ready', '/health'];
const spelled = hidden.flatMap((path) => [
  path,
  `${path}?x=1`,
  `${path}/`,
  `/${path}`,
  `/.${path}`,
  path.replace('/', '/%').replace(/%(.)/, (_, c: string) => `%${c.charCodeAt(0).toString(16)}`),
  `http://platform${path}`,
  `/api/identity/../..${path}`,
  `/api/identity/%2e%2e/%2e%2e${path}`,
  `/api/identity/..%2f..${path.replaceAll('/', '%2f')}`,
  `/pages/..${path}`,
]);

it.each(spelled)('what is for the platform itself is shut: %s', async (path) => {
  for (const method of ['GET', 'POST']) {
    const session = 'Authorization: Bearer good';
    expect(problemOf(await raw(proxy.port, requestOf(method, path, session))).code).toBe('not-found');
  }
  expect(arrived()).toEqual([]);
});

it('the proxy says itself that it lives', async () => {
  expect(await http.ask('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
  expect(arrived()).toEqual([]);
});

describe('What never becomes a request', () => {
  const address = requestOf('GET', '/api/task/tasks?q=水利');
  const long = requestOf('GET', `/api/task/tasks?q=${'x'.repeat(20_000)}`);
  const heads = requestOf('GET', '/api/task/tasks', `X-Long: ${'x'.repeat(20_000)}`);
  it.each([
    ['Chinese in an address', address, 'request.address'],
    ['an address too long', long, 'request.head-too-large'],
    ['headers too long', heads, 'request.head-too-large'],
    ['what is no HTTP', 'HALLO\r\n\r\n', 'request.unreadable'],
    [
      'two lengths',
      requestOf('POST', '/api/task/tasks', 'Content-Length: 1', 'Content-Length: 2'),
      'request.unreadable',
    ],
  ])('%s', async (_what, request, code) => {
    expect(problemOf(await raw(proxy.port, request)).code).toBe(code);
    expect(arrived()).toEqual([]);
  });

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', '地址'],
    ['en-GB,en;q=0.9,zh;q=0.5', 'The address'],
    ['fr, en;q=0.5', 'The address'],
    ['fr', '地址'],
    ['', '地址'],
  ])('is answered in the language wished for: %s', async (wish, words) => {
    const request = requestOf('GET', '/字', ...(wish ? [`Accept-Language: ${wish}`] : []));
    expect(problemOf(await raw(proxy.port, request)).detail).toMatch(words);
  });
});

it('what browsers must mind comes with every answer, and a service’s own word goes before', async () => {
  const always = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY' };
  for (const path of ['/api/task/tasks', '/', '/metrics', '/health/live'])
    expect((await http.ask('GET', path)).headers).toMatchObject({ ...always, 'cache-control': 'no-store' });
  services.task.answering = (_request, response) =>
    void response.writeHead(503, { 'cache-control': 'private, no-store', 'retry-after': '9' }).end('{}');
  const { headers, text } = await http.ask('GET', '/api/task/tasks');
  expect([headers['cache-control'], headers['retry-after'], text]).toEqual(['private, no-store', '9', '{}']);
});
