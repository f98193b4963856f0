import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Seen = Readonly<{ service: string; method: string; url: string; headers: IncomingHttpHeaders }>;
export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** What stands behind the proxy in these specs: it notes what arrives, and answers 200 with its name unless told otherwise. */
export class Stub {
  readonly seen: Seen[] = [];
  answering: Answering = (_request, response) => void response.end(this.name);
  private readonly server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    this.seen.push({ service: this.name, method, url, headers });
    this.answering(request, response);
  });

  private constructor(readonly name: string) {}

  /** `host`: any of 127.0.0.0/8. */
  static async start(name: string, host = '127.0.0.1', port = 0): Promise<Stub> {
    const stub = new Stub(name);
    await new Promise<void>((resolve, reject) => stub.server.once('error', reject).listen(port, host, () => resolve()));
    return stub;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get last(): Seen {
    const last = this.seen.at(-1);
    if (!last) throw new Error(`nothing came to ${this.name}`);
    return last;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

/** As identity does: the ticket of whoever sends the session `good`. */
export const introducing: Answering = (request, response) => {
  const good = request.headers.authorization === 'Bearer good' || request.headers.cookie?.includes('=good');
  response.writeHead(204, good ? { 'x-chuangwen-principal': 'signed-ticket' } : {}).end();
};

/** A service of each name on a port of its own, and the setting that says where they are. */
export async function startServices() {
  const names = ['identity', 'campaign', 'task', 'reporting', 'site'] as const;
  const [identity, campaign, task, reporting, site] = await Promise.all(names.map((name) => Stub.start(name)));
  const all = [identity!, campaign!, task!, reporting!, site!];
  identity!.answering = (request, response) =>
    request.url === '/internal/principal' ? introducing(request, response) : void response.end('identity');
  return {
    identity: identity!,
    task: task!,
    site: site!,
    all,
    setting: all.map(({ name, port }) => `${name}=http://127.0.0.1:${port}`).join(','),
    stop: () => Promise.all(all.map((stub) => stub.stop())),
  };
}
