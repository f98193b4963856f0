import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { introduce, SECURE_HEADER, SOURCE_HEADER } from '@chuangwen/identity';
import { Health, openApi, PRINCIPAL_HEADER, REQUEST_MS } from '@chuangwen/platform';
import { wholeOpenApi } from './open-api';
import { mayMeasure, type MetricsFor } from './measurable';
import type { Services } from './services';
import { Site } from './site';
import { answerUnreadable } from './unreadable';

/** `farBehind`: events, from which on it is not said to be ready. */
export type WatchingHere = Readonly<{ metrics?: MetricsFor | undefined; farBehind?: number | undefined }>;

type Routing = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The only open port: `/api/SERVICE/…` goes to the service with a signed ticket that says who asks; everything else is the
 * site. What a client sends under the ticket's name is thrown away. A reverse proxy does the same in distributed mode.
 */
export class FrontDoor {
  private readonly server: Server;
  private readonly routes: ReadonlyMap<string, Routing>;
  private readonly site: Site;

  /** `trustedProxies`: addresses whose word on the client's own address and protocol is taken. */
  constructor(
    private readonly platform: Services,
    private readonly trustedProxies: readonly string[] = [],
    private readonly watching: WatchingHere = {},
  ) {
    this.routes = new Map(
      platform.services.map(({ name, app }) => {
        const fastify = app.getHttpAdapter().getInstance();
        return [name, fastify.routing.bind(fastify) as unknown as Routing];
      }),
    );
    const { services } = platform;
    const describe = async () => wholeOpenApi(services.map(({ name, app }) => openApi(name, app)));
    this.site = new Site(
      new Health(
        services.map(({ runtime }) => runtime),
        { farBehind: watching.farBehind },
      ),
      describe,
    );
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.requestTimeout = REQUEST_MS;
    this.server.on('clientError', answerUnreadable);
  }

  /** Resolves with the address once it listens; port 0 picks a free one. Throws EADDRINUSE and the like. */
  listen(port: number, host: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        const { port: real } = this.server.address() as AddressInfo;
        resolve(`http://${host.includes(':') ? `[${host}]` : host}:${real}`);
      });
    });
  }

  /** Lets requests in flight finish, for at most `ms`. */
  async close(ms = 8_000): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const timer = setTimeout(() => this.server.closeAllConnections(), ms);
    await closed;
    clearTimeout(timer);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const service = /^\/api\/([a-z]+)(?=[/?]|$)/.exec(request.url ?? '')?.[1] ?? '';
      const route = this.routes.get(service);
      delete request.headers[PRINCIPAL_HEADER];
      this.tellSource(request);
      secure(response);
      if (!route) return await this.site.answer(request, response, this.measurable(request));
      const { principals, tickets, clock } = this.platform;
      const ticket = await introduce(request.headers, principals, tickets, clock);
      if (ticket) request.headers[PRINCIPAL_HEADER] = ticket;
      route(request, response);
    } catch {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  }

  private measurable({ socket, headers }: IncomingMessage): boolean {
    const peer = plainAddress(socket.remoteAddress ?? '');
    return !this.trustedProxies.includes(peer) && mayMeasure(this.watching.metrics ?? 'here', peer, headers);
  }

  /**
   * Where the request comes from, and whether over https. A proxy's word counts only when it is a trusted one, and of the
   * addresses it names the last that is no trusted proxy itself: what stands before that anybody may have written.
   */
  private tellSource(request: IncomingMessage): void {
    const peer = plainAddress(request.socket.remoteAddress ?? '');
    const trusted = this.trustedProxies.includes(peer);
    const named = trusted ? listed(request.headers['x-forwarded-for']) : [];
    const source = named.map(plainAddress).findLast((address) => !this.trustedProxies.includes(address)) ?? peer;
    request.headers[SOURCE_HEADER] = source;
    request.headers[SECURE_HEADER] =
      trusted && listed(request.headers['x-forwarded-proto']).at(-1) === 'https' ? '1' : '0';
  }
}

/** Throws EADDRINUSE and the like where a port can't be listened on. */
export async function mustBeFree(port: number, host: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, host, resolve));
  await new Promise((resolve) => probe.close(resolve));
}

function secure(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cache-control', 'no-store');
}

const listed = (header: string | string[] | undefined): string[] =>
  [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** ::ffff:127.0.0.1 is 127.0.0.1. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '').slice(0, 64);
