import type { PrincipalResolver } from '@chuangwen/identity';
import { Clock, PRINCIPAL_HEADER } from '@chuangwen/platform';
import { operate, Platform } from '@chuangwen/standalone';

/** Who is signed in: identity says afresh, with every request, which posts they hold. */
export type Holder = Parameters<PrincipalResolver['principalOf']>[0];

export type Ask = Readonly<{
  as: Holder | null;
  method: 'GET' | 'POST';
  url: string;
  body?: unknown;
  /** A file, sent as a browser form does; instead of `body`. */
  file?: Readonly<{ name: string; text: string }>;
  headers?: Readonly<Record<string, string>>;
}>;
export type Reply = Readonly<{ status: number; text: string; etag: string | null }>;

/** The platform under test, in this process or in another one. */
export type Plant = Readonly<{
  /** `at`: what its clock says from now on (ms). */
  ask(at: number, ask: Ask): Promise<Reply>;
  setUpToken(): Promise<string | null>;
  /** Who signs in with these. */
  signIn(at: number, login: string, password: string): Promise<Holder>;
  /** Until every view and workflow has heard of everything. Returns what is parked, in words. */
  settle(): Promise<readonly string[]>;
  /** Which views (`service/view`) of those that have heard anything since the last call are not what a full replay gives. */
  unequal(): Promise<readonly string[]>;
  /** What `chuangwen verify` finds wrong: versions, hash chains, seals, rows, views. */
  faults(): Promise<readonly string[]>;
  close(): Promise<void>;
}>;

class Hands extends Clock {
  at = 0;
  override now(): Date {
    return new Date(this.at);
  }
}

const SETTLED_WITHIN_MS = 60_000;
const BOUNDARY = 'chuangwen-simulation';

/** The services as `chuangwen start` runs them, with a clock whose hands are turned; asked past the open port. */
export class LocalPlant implements Plant {
  /** By view: where its topics ended when it was last held against a replay. */
  private readonly compared = new Map<string, string>();

  private constructor(
    private readonly platform: Platform,
    private readonly clock: Hands,
  ) {}

  static async open(folder: string, at: number): Promise<LocalPlant> {
    const clock = new Hands();
    clock.at = at;
    return new LocalPlant(await Platform.open(folder, { clock }), clock);
  }

  async ask(at: number, { as, method, url, body, file, headers = {} }: Ask): Promise<Reply> {
    this.clock.at = at;
    const service = /^\/api\/([a-z]+)\//.exec(url)?.[1] ?? '';
    const { app } = this.platform.service(service);
    const ticket = as ? await this.ticket(as) : {};
    const sent = file
      ? form(file)
      : body === undefined
        ? null
        : { type: 'application/json', bytes: JSON.stringify(body) };
    const type = sent ? { 'content-type': sent.type } : {};
    const payload = sent ? { payload: sent.bytes } : {};
    const response = await app.inject({ method, url, headers: { ...headers, ...type, ...ticket }, ...payload });
    const { etag } = response.headers;
    return { status: response.statusCode, text: response.payload, etag: typeof etag === 'string' ? etag : null };
  }

  setUpToken(): Promise<string | null> {
    return this.platform.setupLink.open();
  }

  async signIn(at: number, login: string, password: string): Promise<Holder> {
    const ask = { as: null, method: 'POST', url: '/api/identity/sessions', body: { login, password } } as const;
    const { status, text } = await this.ask(at, ask);
    if (status >= 300) throw new Error(`${login} can’t sign in: ${text}`);
    const found = await this.platform.principals.resolve((JSON.parse(text) as { session: string }).session);
    if (!found) throw new Error(`${login} signed in and is nobody`);
    return { accountId: found.account, person: found.person, tenant: found.tenant };
  }

  async settle(): Promise<readonly string[]> {
    const until = Date.now() + SETTLED_WITHIN_MS;
    // A workflow that has just caught up has written what others are now behind with.
    for (let quiet = ''; ;) {
      const behind = await this.behind();
      const ends = behind.length === 0 ? await this.ends() : '';
      if (ends !== '' && ends === quiet) break;
      quiet = ends;
      if (Date.now() > until) throw new Error(`not settled after ${SETTLED_WITHIN_MS} ms: ${behind.join(', ')}`);
      if (ends === '') await new Promise((wake) => setTimeout(wake, 3));
    }
    const lists = await Promise.all(
      this.platform.services.map(async ({ name, runtime }) =>
        (await runtime.parked()).map((one) => `${name}/${one.consumer} parked ${one.stream}: ${one.reason}`),
      ),
    );
    return lists.flat();
  }

  async unequal(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { name, runtime } of this.platform.services)
      for (const projector of runtime.projectors) {
        const view = `${name}/${projector.view.name}`;
        const heard = JSON.stringify(await runtime.ports.feed.ends(projector.view.topics));
        if (this.compared.get(view) === heard) continue;
        if (!(await projector.compare()).equal) found.push(view);
        this.compared.set(view, heard);
      }
    return found;
  }

  async faults(): Promise<readonly string[]> {
    const wrong: string[] = [];
    for await (const { ok, text } of operate(this.platform, { name: 'verify' })) if (!ok) wrong.push(text);
    return wrong;
  }

  close(): Promise<void> {
    return this.platform.close();
  }

  private async ticket(holder: Holder): Promise<Record<string, string>> {
    const principal = await this.platform.principals.principalOf(holder);
    return principal ? { [PRINCIPAL_HEADER]: this.platform.tickets.issue(principal, this.clock.now()) } : {};
  }

  private async behind(): Promise<string[]> {
    const lists = await Promise.all(
      this.platform.services.map(async ({ name, runtime }) =>
        (await runtime.lags()).filter(({ lag }) => lag > 0).map(({ consumer, lag }) => `${name}/${consumer} ${lag}`),
      ),
    );
    return lists.flat();
  }

  private async ends(): Promise<string> {
    const names = this.platform.services.map(({ name }) => name);
    const ends = await this.platform.services[0]!.runtime.ports.feed.ends(names);
    return ends.map(({ next }) => next).join();
  }
}

function form({ name, text }: Readonly<{ name: string; text: string }>) {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${encodeURIComponent(name)}"\r\n`;
  const bytes = `${head}Content-Type: text/plain\r\n\r\n${text}\r\n--${BOUNDARY}--\r\n`;
  return { type: `multipart/form-data; boundary=${BOUNDARY}`, bytes };
}
