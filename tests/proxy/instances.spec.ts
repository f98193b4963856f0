import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { Http } from '../security/support/http';
import { startProxy, type Proxy } from './proxy';
import { introducing, startServices, Stub } from './stub';

/** A name server that knows one name, whose addresses change. */
class NameServer {
  addresses: string[] = [];
  private constructor(private readonly socket: Socket) {
    socket.on('message', (query, { port, address }) => socket.send(this.answer(query), port, address));
  }

  static async start(): Promise<NameServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new NameServer(socket);
  }

  get at(): string {
    return `127.0.0.1:${(this.socket.address() as AddressInfo).port}`;
  }

  /** The question comes back with a record of ten minutes for each address, as Docker's name server does. */
  private answer(query: Buffer): Buffer {
    const end = query.indexOf(0, 12) + 5;
    const found = query.readUInt16BE(end - 4) === 1 ? this.addresses : [];
    const head = Buffer.from([query[0]!, query[1]!, 0x81, 0x80, 0, 1, 0, found.length, 0, 0, 0, 0]);
    const records = found.map((address) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 88, 0, 4, ...address.split('.').map(Number)]),
    );
    return Buffer.concat([head, query.subarray(12, end), ...records]);
  }

  stop(): void {
    this.socket.close();
  }
}

let services: Awaited<ReturnType<typeof startServices>>;
let names: NameServer;
let instances: Stub[];
let proxy: Proxy;
let http: Http;

beforeAll(async () => {
  services = await startServices();
  names = await NameServer.start();
  const first = await Stub.start('first', '127.0.0.2');
  instances = [first, await Stub.start('second', '127.0.0.3', first.port)];
  const setting = services.setting.replace(/task=[^,]+/, `task=http://task.platform:${first.port}`);
  proxy = await startProxy({ CHUANGWEN_SERVICES: setting, CHUANGWEN_RESOLVER: names.at });
  http = new Http(proxy.url);
});
afterAll(async () => {
  http?.close();
  await proxy?.stop();
  names?.stop();
  for (const instance of instances ?? []) await instance.stop();
  await services?.stop();
});

const ask = async (method = 'GET', headers = {}) => http.ask(method, '/api/task/tasks', { headers });
const answering = async (requests: number) => {
  const texts: string[] = [];
  for (let i = 0; i < requests; i += 1) texts.push((await ask()).text);
  return [...new Set(texts)].sort();
};
/** The proxy looks names up again after five seconds. */
const lookedUpAgain = () => new Promise((wake) => setTimeout(wake, 6_000));

it('of a name that stands for nobody yet, the answer says so', async () => {
  const { status, body, headers } = await ask();
  expect([status, (body as { code: string }).code, headers['retry-after']]).toEqual([502, 'service.unreachable', '5']);
});

it('instances that come are found, and share the work', async () => {
  names.addresses = ['127.0.0.2'];
  await lookedUpAgain();
  expect(await answering(10)).toEqual(['first']);
  names.addresses = ['127.0.0.2', '127.0.0.3'];
  await lookedUpAgain();
  expect(await answering(30)).toEqual(['first', 'second']);
}, 30_000);

it('one that breaks off is passed over, but what it may have begun is not sent twice', async () => {
  const breakOff = instances[0]!.answering;
  instances[0]!.answering = (request) => void request.socket.destroy();
  const seen = () => instances.flatMap((instance) => instance.seen);
  for (let i = 0; i < 20; i += 1) expect((await ask()).text).toBe('second');
  seen();
  const before = seen().length;
  const statuses: number[] = [];
  for (let i = 0; i < 20; i += 1) statuses.push((await ask('POST')).status);
  expect(seen().length - before).toBe(20);
  expect(new Set(statuses)).toEqual(new Set([200, 502]));
  instances[0]!.answering = breakOff;
});

it('one that goes is passed over at once, also by what changes something', async () => {
  await instances[0]!.stop();
  for (let i = 0; i < 20; i += 1) expect((await ask('POST')).text).toBe('second');
});

it('instances may be named one by one', async () => {
  const [a, b] = await Promise.all([Stub.start('a'), Stub.start('b')]);
  const setting = `${services.setting.replace(/task=[^,]+,/, '')},task=http://127.0.0.1:${a.port},task=http://127.0.0.1:${b.port}`;
  const both = await startProxy({ CHUANGWEN_SERVICES: setting });
  const texts = new Set<string>();
  for (let i = 0; i < 10; i += 1) texts.add(await (await fetch(`${both.url}/api/task/tasks`)).text());
  expect([...texts].sort()).toEqual(['a', 'b']);
  await both.stop();
  await Promise.all([a.stop(), b.stop()]);
});

it('where identity is away nobody is let through as a stranger', async () => {
  const headers = { authorization: 'Bearer good' };
  services.identity.answering = (request) => void request.socket.destroy();
  const { status, body } = await ask('GET', headers);
  expect([status, (body as { code: string }).code]).toEqual([502, 'service.unreachable']);
  services.identity.answering = introducing;
  expect((await ask('GET', headers)).status).toBe(200);
});
