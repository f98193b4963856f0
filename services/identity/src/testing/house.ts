import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock, httpApplication, newId, PRINCIPAL_HEADER, PrincipalTickets, type Problem } from '@chuangwen/platform';
import { openFolder, type Storage } from '@chuangwen/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PrincipalResolver, SetupLink, IdentityModule } from '../index';

/** The hands can be turned forward. */
class TestClock extends Clock {
  ahead = 0;
  now(): Date {
    return new Date(Date.now() + this.ahead);
  }
}

export type Asked = Readonly<{
  session?: string | undefined;
  body?: unknown;
  /** Idempotency-Key. */
  key?: string;
}>;

/** `body` as answered; of a problem its `code`. */
export type Answered<T> = Readonly<{
  status: number;
  body: T & Problem;
  headers: Record<string, unknown>;
  text: string;
}>;

/** The identity service on real storage behind a front door as small as can be. */
export class House {
  readonly clock = new TestClock();
  private readonly tickets = new PrincipalTickets(Buffer.alloc(32, 7));
  private storage!: Storage;
  app!: NestFastifyApplication;

  private constructor(readonly folder: string) {}

  static async open(): Promise<House> {
    const house = new House(await mkdtemp(join(tmpdir(), 'identity-')));
    await house.start();
    return house;
  }

  async start(): Promise<void> {
    this.storage = await openFolder({ folder: this.folder });
    const module = IdentityModule.on(this.storage.ports('identity'), this.clock);
    this.app = await httpApplication('identity', module, this.tickets);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.storage.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async ask<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { session, body, key = newId() }: Asked = {},
  ): Promise<Answered<T>> {
    const principal = session ? await this.app.get(PrincipalResolver).resolve(session) : null;
    const response = await this.app.inject({
      method,
      url: `/api/identity/${path}`,
      headers: {
        'idempotency-key': key,
        ...(session ? { cookie: `chuangwen_session=${session}` } : {}),
        ...(principal ? { [PRINCIPAL_HEADER]: this.tickets.issue(principal, this.clock.now()) } : {}),
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const text = response.body;
    const answer = (text ? JSON.parse(text) : null) as T & Problem;
    return { status: response.statusCode, body: answer, headers: response.headers, text };
  }

  /** An answer that is no JSON. */
  async raw(method: 'GET' | 'POST', url: string, { session, body }: { session: string; body?: unknown }) {
    const principal = await this.app.get(PrincipalResolver).resolve(session);
    if (!principal) throw new Error('nobody is signed in');
    const headers = { [PRINCIPAL_HEADER]: this.tickets.issue(principal, this.clock.now()) };
    return this.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body as object }) });
  }

  /** What the events of a stream say, as they are stored. */
  async events(tenant: string, stream: string): Promise<Record<string, unknown>[]> {
    const { events } = await this.storage.ports('identity').events.read({ tenant, stream });
    return events.map(({ data }) => JSON.parse(Buffer.from(data).toString()) as Record<string, unknown>);
  }

  /** Every byte of the data folder, as text of one byte a character. */
  async everythingKept(): Promise<string> {
    const files = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const whole = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
    return (await Promise.all(whole)).join('\n');
  }

  /** What a command made; throws with the problem when it was refused. */
  async made<T = { id: string }>(path: string, session: string, body: unknown): Promise<T & { token: string }> {
    const { status, body: outcome } = await this.ask<{ answer: T; token: string }>('POST', path, { session, body });
    if (status !== 201) throw new Error(`${path}: ${status} ${outcome.code}`);
    return { ...outcome.answer, token: outcome.token };
  }

  /** Throws unless the login and password are right. */
  async signIn(login: string, password = PASSWORD): Promise<string> {
    const { status, body } = await this.ask<{ session: string }>('POST', 'sessions', { body: { login, password } });
    if (status !== 201) throw new Error(`${status} ${body.code}`);
    return body.session;
  }

  async setupBody() {
    return {
      token: (await this.app.get(SetupLink).open()) ?? 'used',
      office: { name: '桐泽市文明办', level: 'city', validFrom: '2026-01-01' },
      administrator: { name: '程予安', login: 'wenming', password: PASSWORD },
    };
  }

  /** The first office, and the session of its administrator. */
  async setUp(): Promise<{ tenant: string; root: string; session: string; token: string }> {
    const body = await this.setupBody();
    type Founded = { answer: { id: string; organisation: string }; token: string };
    const answered = await this.ask<Founded>('POST', 'setup', { body });
    if (answered.status !== 201) throw new Error(answered.text);
    const { answer, token } = answered.body;
    return { tenant: answer.id, root: answer.organisation, session: await this.signIn('wenming'), token };
  }

  /** An agency under the office, and the session of its administrator. */
  async agency(office: string, login: string, name: string) {
    const body = {
      name,
      kind: 'agency',
      validFrom: '2026-01-01',
      administrator: { name: '陆知远', login, password: PASSWORD },
    };
    const { id, organisation } = await this.made<{ id: string; organisation: string }>('tenants', office, body);
    return { tenant: id, root: organisation, session: await this.signIn(login) };
  }
}

export const PASSWORD = '栖霞岭上 9 只白鹭';
