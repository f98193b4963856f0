import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { answerUnreadable } from './unreadable';

describe('What the parser of requests can’t read', () => {
  const server = createServer((_, response) => response.end('read'));
  server.on('clientError', answerUnreadable);
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const say = (request: string) =>
    new Promise<{ status: number; head: string; body: Record<string, string> }>((resolve, reject) => {
      let text = '';
      const { port } = server.address() as AddressInfo;
      const socket = connect(port, '127.0.0.1', () => socket.write(request));
      socket.on('error', reject);
      socket.on('data', (chunk) => (text += chunk.toString('utf8')));
      socket.on('close', () => {
        const [head = '', body = ''] = text.split('\r\n\r\n');
        resolve({ status: Number(head.split(' ')[1]), head, body: JSON.parse(body || '{}') as Record<string, string> });
      });
    });

  it('Chinese in an address: says to encode it', async () => {
    const { status, head, body } = await say('GET /api/task/tasks?q=水利 HTTP/1.1\r\nhost: a\r\n\r\n');
    expect([status, body['code']]).toEqual([400, 'request.address']);
    expect(head).toContain('application/problem+json');
    expect(body['detail']).toContain('--data-urlencode');
  });

  it('in the language that is asked for', async () => {
    const { body } = await say('GET /水 HTTP/1.1\r\nhost: a\r\nAccept-Language: en\r\n\r\n');
    expect(body['detail']).toContain('percent-encoded');
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'request.unreadable'],
    ['an endless head', `GET / HTTP/1.1\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`, 431, 'request.head-too-large'],
  ])('%s', async (_, request, status, code) => {
    const answer = await say(request);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});
