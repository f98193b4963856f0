import { createReadStream, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { noRoute, ProblemFilter, watchPage, type Health } from '@chuangwen/platform';
import type { OpenApi } from './open-api';

const pages = new Map([
  ['/', 'home.html'],
  ['/setup', 'setup.html'],
  ['/once', 'once.html'],
  ['/api/docs', 'docs.html'],
]);
/** Files of `pages/` that pages ask for, with their type. */
const assets = new Map([
  ['/pages/site.css', 'text/css'],
  ['/pages/form.js', 'text/javascript'],
  ['/pages/setup.js', 'text/javascript'],
  ['/pages/once.js', 'text/javascript'],
  ['/pages/docs.js', 'text/javascript'],
  ['/pages/icon.svg', 'image/svg+xml'],
]);
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; frame-ancestors 'none'";

/** The few pages there are before the console: a start page, first-run set-up, and the API's own pages. */
export class Site {
  private readonly problems = new ProblemFilter({});
  private readonly swagger = dirname(createRequire(__filename).resolve('swagger-ui-dist/package.json'));
  private description: Promise<string> | null = null;

  /** `health`: of what runs in this process. `describe`: one OpenAPI document of all services. */
  constructor(
    private readonly health: Health,
    private readonly describe: () => Promise<OpenApi>,
  ) {}

  /** `measurable`: whoever asks may have the metrics. */
  async answer(request: IncomingMessage, response: ServerResponse, measurable = false): Promise<void> {
    // Not read as a URL: a client may send what is none, and that is just another page that does not exist.
    const [path = ''] = (request.url ?? '').split('?');
    const page = pages.get(path);
    if (request.method !== 'GET' && request.method !== 'HEAD') return this.missing(request, response);
    if (page) return send(response, 'text/html; charset=utf-8', readFileSync(join(__dirname, 'pages', page)));
    const asset = assets.get(path);
    switch (path) {
      case '/api/openapi.json':
        return send(response, 'application/json', await this.described());
      case '/api/docs/swagger-ui.css':
        return stream(response, 'text/css', join(this.swagger, 'swagger-ui.css'));
      case '/api/docs/swagger-ui-bundle.js':
        return stream(response, 'text/javascript', join(this.swagger, 'swagger-ui-bundle.js'));
    }
    if (asset) return stream(response, asset, join(__dirname, path));
    const watched = path === '/metrics' && !measurable ? null : await watchPage(path, this.health);
    if (watched) return void response.writeHead(watched.status, { 'content-type': watched.type }).end(watched.body);
    this.missing(request, response);
  }

  private described(): Promise<string> {
    this.description ??= this.describe().then(
      (whole) => JSON.stringify(whole),
      (error: unknown) => {
        this.description = null; // a service that is away now may answer the next time
        throw error;
      },
    );
    return this.description;
  }

  private missing(request: IncomingMessage, response: ServerResponse): void {
    const error = noRoute(request.method ?? '', request.url ?? '');
    const problem = this.problems.problemOf(error, request.headers['accept-language']);
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  }
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
}

function stream(response: ServerResponse, type: string, file: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
  createReadStream(file).pipe(response);
}
