import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StoppedClock } from '../fakes/sample';
import { inspectionModule, memoryPorts } from '../fakes/inspection';
import { PRINCIPAL_HEADER, PrincipalTickets } from '../principal';
import { httpApplication } from './app';

const tickets = new PrincipalTickets(new Uint8Array(32).fill(1));
const clock = new StoppedClock();
const posts = [{ post: 'administrator', organisation: 'root' }] as const;
const li = { account: 'a', person: 'li', tenant: 'bureau', office: false, root: 'root', posts: [...posts] };

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
};

type Answer = { status: number } | { lost: string };

describe('F20: a service that stops under load', () => {
  let app: NestFastifyApplication;
  let ports: ReturnType<typeof memoryPorts>;
  let port: number;
  const agent = new Agent({ keepAlive: true, maxSockets: 40 });

  beforeEach(async () => {
    ports = memoryPorts();
    app = await httpApplication('inspection', inspectionModule(ports, clock), tickets);
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });
  afterAll(() => agent.destroy());

  const post = () =>
    new Promise<Answer>((resolve) => {
      const headers = { 'content-type': 'application/json', [PRINCIPAL_HEADER]: tickets.issue(li, clock.now()) };
      const asked = request({ port, method: 'POST', path: '/api/inspection/points', agent, headers }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0 }));
      });
      asked.on('error', (error: NodeJS.ErrnoException) => resolve({ lost: error.code ?? error.message }));
      asked.end('{"office":"office"}');
    });

  it('finishes what was begun, takes nothing new, and is gone in ten seconds', async () => {
    let begun = 0;
    const { promise: go, resolve } = Promise.withResolvers<void>();
    ports.events.before = (what) => {
      if (what !== 'append') return;
      begun += 1;
      return go;
    };
    const held = [...Array(40)].map(post);
    await until(() => begun === 40);

    const began = performance.now();
    const closing = app.close();
    const late = [...Array(20)].map(post);
    await until(() => !app.getHttpServer().listening);
    resolve();
    await closing;
    expect(performance.now() - began).toBeLessThan(6_000); // nobody had to be let go of

    const answers = await Promise.all([...held, ...late]);
    const done = answers.filter((answer) => 'status' in answer && answer.status === 201);
    expect((await Promise.all(held)).filter((answer) => !done.includes(answer))).toEqual([]);
    // Acknowledged is stored, and what is stored was acknowledged.
    expect(ports.events.log).toHaveLength(done.length);
    for (const answer of answers.filter((answer) => !done.includes(answer))) {
      if ('lost' in answer) expect(['ECONNREFUSED', 'ECONNRESET']).toContain(answer.lost);
      else expect(answer.status).toBe(503);
    }
    expect(ports.feed.consumers.size).toBe(0);
  });

  it('lets go of who never ends', async () => {
    let begun = false;
    ports.events.before = (what) => {
      begun ||= what === 'append';
      return what === 'append' ? new Promise(() => undefined) : undefined;
    };
    const held = post();
    await until(() => begun);
    const began = performance.now();
    await app.close();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await held).toEqual({ lost: 'ECONNRESET' });
    expect(ports.events.log).toEqual([]);
  });
});
