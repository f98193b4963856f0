import { randomUUID } from 'node:crypto';
import { request as open, Agent } from 'node:http';
import type { Outcome, Answer, Problem } from '@chuangwen/platform';

/** The API refused; `problem` says why in both languages. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly path: string,
    readonly problem: Problem,
  ) {
    super(`${path}: ${problem.status} ${problem.code} ${problem.detail}`);
  }
}

/** Before it was of use again. */
class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

const PATIENCE_MS = 60_000;

/** One person at the HTTP API, signed in or not; remembers the tokens of what was changed, so that every look shows it. */
export class Visitor {
  private session: string | null = null;
  private readonly tokens = new Map<string, string>();

  constructor(private readonly url: string) {}

  static async signIn(url: string, login: string, password: string): Promise<Visitor> {
    const visitor = new Visitor(url);
    const { session } = (await visitor.send('POST', '/api/identity/sessions', { login, password })) as {
      session: string;
    };
    visitor.session = session;
    return visitor;
  }

  /** First-run set-up. */
  async setUp(body: unknown): Promise<void> {
    await this.send('POST', '/api/identity/setup', body);
  }

  /** A command. Throws Refused. */
  async post<A = { id: string }>(path: string, body: unknown = {}, more: Record<string, string> = {}): Promise<A> {
    const { token, answer } = (await this.send('POST', path, body, more)) as Outcome<A>;
    this.remember(token);
    return answer;
  }

  /** A file, as a browser form sends it. */
  async upload<A = { id: string }>(path: string, name: string, content: Uint8Array): Promise<A> {
    const { token, answer } = (await this.show(path, name, content)) as Outcome<A>;
    this.remember(token);
    return answer;
  }

  /** A file that is only looked at, such as for a preview: the answer as it is. */
  async show(path: string, name: string, content: Uint8Array): Promise<unknown> {
    const form = new FormData();
    form.append('file', new File([new Uint8Array(content)], name));
    const response = await fetch(`${this.url}${path}`, { method: 'POST', body: form, headers: this.headers() });
    return answered(path, response.status, await response.text());
  }

  /** A query that waits for everything this visitor (and those in `after`) changed. */
  async get<T>(path: string, ...after: Visitor[]): Promise<T> {
    return (await this.answer<T>(path, ...after)).data;
  }

  /** A view may lag on a busy machine: “not yet”, or nothing there yet, is asked again for a while. */
  async answer<T>(path: string, ...after: Visitor[]): Promise<Answer<T>> {
    const tokens = [this, ...after].flatMap((visitor) => [...visitor.tokens.values()].slice(-5));
    const query =
      tokens.length === 0
        ? ''
        : `${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(tokens.slice(-10).join(','))}`;
    const patientUntil = Date.now() + PATIENCE_MS;
    for (;;) {
      const again = tokens.length > 0 && Date.now() < patientUntil;
      try {
        const answer = (await this.send('GET', path + query)) as Answer<T>;
        if (answer.freshness.caughtUp || !again) return answer;
      } catch (error) {
        if (!again || !(error instanceof Refused) || error.problem.status !== 404) throw error;
      }
    }
  }

  /** An answer that is no JSON, such as a table. */
  async text(path: string): Promise<string> {
    return (await this.bytes(path)).toString('utf8');
  }

  /** A file, such as a workbook. Throws Refused. */
  async bytes(path: string): Promise<Buffer> {
    const response = await fetch(`${this.url}${path}`, { headers: this.headers() });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (response.status >= 400) answered(path, response.status, bytes.toString('utf8'));
    return bytes;
  }

  /** The session, for who asks without this client. */
  get bearer(): string {
    return this.session ?? '';
  }

  private remember(token: string): void {
    const stream = token.slice(0, token.lastIndexOf(':'));
    this.tokens.delete(stream);
    this.tokens.set(stream, token);
  }

  private headers(): Record<string, string> {
    return this.session ? { authorization: `Bearer ${this.session}` } : {};
  }

  /**
   * A request as it is: its body as JSON, or Refused. `more` are headers. A connection that was kept may just be closed by the other side: then
   * it is sent once more, over another one, a command under the same id.
   */
  async send(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<unknown> {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const id: Record<string, string> = method === 'GET' ? {} : { 'idempotency-key': randomUUID() };
    const headers = { ...this.headers(), ...type, ...id, ...more };
    try {
      return await this.sent(method, path, body, headers);
    } catch (error) {
      if (!(error instanceof ConnectionClosed)) throw error;
      return this.sent(method, path, body, headers);
    }
  }

  private sent(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const outgoing = open(`${this.url}${path}`, { method, headers, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          try {
            resolve(answered(path, response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
          } catch (error) {
            reject(error as Error);
          }
        });
      });
      outgoing.on('error', (error: NodeJS.ErrnoException) =>
        reject(outgoing.reusedSocket && error.code === 'ECONNRESET' ? new ConnectionClosed() : error),
      );
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

function answered(path: string, status: number, text: string): unknown {
  const body: unknown = text === '' ? null : JSON.parse(text);
  if (status >= 400) throw new Refused(path.replace(/[?].*/, ''), body as Problem);
  return body;
}
