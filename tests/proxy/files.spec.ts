import { once } from 'node:events';
import { request as open } from 'node:http';
import { startProxy, type Proxy } from './proxy';
import { raw, requestOf } from './raw';
import { startServices } from './stub';

const MB = 1024 * 1024;

/** Large bodies on their way through. */
let services: Awaited<ReturnType<typeof startServices>>;
let proxy: Proxy;

beforeAll(async () => {
  services = await startServices();
  proxy = await startProxy({ CHUANGWEN_SERVICES: services.setting });
});
afterAll(async () => {
  await proxy?.stop();
  await services?.stop();
});

it('a file is not gathered before it goes on', async () => {
  const first = new Promise<string>((resolve) => {
    services.task.answering = (request, response) => {
      request.once('data', (bytes: Buffer) => resolve(bytes.toString()));
      request.resume().on('end', () => response.end('whole'));
    };
  });
  const upload = open(`${proxy.url}/api/task/evidence`, {
    method: 'POST',
    headers: { authorization: 'Bearer good', 'content-type': 'multipart/form-data; boundary=x' },
  });
  upload.write('the beginning');
  expect(await first).toBe('the beginning');
  upload.end('and the end');
  const [response] = (await once(upload, 'response')) as [{ statusCode: number }];
  expect(response.statusCode).toBe(200);
});

const form = 'Content-Type: multipart/form-data; boundary=x';

it.each([
  ['a body', '', 1 * MB, 200],
  ['a body too large', 'Content-Type: application/json', 1 * MB + 1, 413],
  ['a file', form, 50 * MB, 200],
  ['a file too large', form, 51 * MB + 1, 413],
])('%s is taken or refused by its length', async (_what, type, length, status) => {
  services.task.answering = (request, response) => void request.resume().on('end', () => response.end('whole'));
  const head = requestOf('POST', '/api/task/evidence', `Content-Length: ${length}`, ...(type ? [type] : []));
  const answer = await raw(proxy.port, head, Buffer.alloc(length, 'x'));
  expect(answer).toContain(`HTTP/1.1 ${status} `);
  if (status === 413) expect(answer).toContain(type === form ? 'file.too-large' : 'request.too-large');
});

it('a body that does not say how long it is, is refused where it becomes too long', async () => {
  services.task.answering = (request, response) => void request.resume().on('end', () => response.end('whole'));
  const chunk = `${MB.toString(16)}\r\n${'x'.repeat(MB)}\r\n`;
  const head = requestOf('POST', '/api/task/tasks', 'Transfer-Encoding: chunked');
  expect(await raw(proxy.port, head, chunk, chunk, '0\r\n\r\n')).toContain('HTTP/1.1 413 ');
});

it.each([0, 1, 20])('a service that refuses a file at once is heard, after %i MB', async (sent) => {
  // As Fastify does for whoever is not signed in: it reads what still comes, and keeps nothing.
  services.task.answering = (_request, response) => void response.writeHead(401).end('who are you');
  const head = requestOf('POST', '/api/task/evidence', form, `Content-Length: ${20 * MB}`);
  const answer = await raw(proxy.port, head, Buffer.alloc(sent * MB, 'x'));
  expect(answer).toContain('HTTP/1.1 401 ');
  expect(answer).toContain('who are you');
});

it('a large answer comes whole, however slowly it is read', async () => {
  const size = 40 * MB;
  services.task.answering = (_request, response) => void response.end(Buffer.alloc(size, 'y'));
  const answer = await fetch(`${proxy.url}/api/task/export`);
  let read = 0;
  for await (const chunk of answer.body!) {
    if (read === 0) await new Promise((wake) => setTimeout(wake, 300));
    read += (chunk as Uint8Array).length;
  }
  expect(read).toBe(size);
});
