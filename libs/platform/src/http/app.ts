import { RuleViolation } from '@chuangwen/kernel';
import { EventStore } from '@chuangwen/ports';
import multipart from '@fastify/multipart';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock';
import type { PrincipalTickets } from '../principal';
import { MESSAGES } from '../service';
import { ServiceRuntime } from '../service-runtime';
import { Health, type HealthBounds } from '../watch/health';
import { nestLog } from '../watch/nest-log';
import { WATCH_PAGES, watchPage } from '../watch/pages';
import { watchRequests } from '../watch/requests';
import { TracedRequests } from '../watch/traced-requests';
import { isTracing } from '../watch/tracing';
import { CallerGuard } from './caller.guard';
import type { InternalRoutes } from './internal';
import { BODY_LIMIT, REQUEST_MS, UPLOAD_LIMIT } from './limits';
import { ProblemFilter } from './problem.filter';
import { RepeatedCommand } from './repeated-command';
import { Routes } from './routes';
import { describeUploads } from './upload';
import { Validation } from './validation.pipe';

/** A stop takes less than ten seconds in all. */
const RELEASE_AFTER_MS = 8_000;

/**
 * One service as an HTTP application that listens nowhere yet: `/api/SERVICE/…`, validation, problems, tickets; and beside that, for
 * those who run it, `/health/…` and `/metrics`.
 */
export async function httpApplication(
  service: string,
  module: DynamicModule,
  tickets: PrincipalTickets,
  internal?: InternalRoutes,
  bounds: HealthBounds = {},
): Promise<NestFastifyApplication> {
  let stopping = false;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    trustProxy: false,
    // What Fastify refuses before any route (an address that can't be read) is a problem like others.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      problems.answer(error, request, reply),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLog(service),
    abortOnError: false,
    bodyParser: false, // Nest would also read forms, which other sites can send in a visitor's name
  });
  await app.register(multipart, { limits: { files: 1, fields: 10, fileSize: UPLOAD_LIMIT } });
  app.setGlobalPrefix(`api/${service}`);
  app.useGlobalGuards(new CallerGuard(tickets, app.get(Clock)));
  if (isTracing()) app.useGlobalInterceptors(new TracedRequests(service));
  app.useGlobalInterceptors(new RepeatedCommand(service, app.get(EventStore)));
  app.useGlobalPipes(new Validation());
  const server = app.getHttpAdapter().getInstance();
  const routes = new Routes();
  server.addHook('onRoute', (route) => routes.add(route));
  const problems = new ProblemFilter(app.get(MESSAGES), routes, service);
  app.useGlobalFilters(problems);
  readJson(server);
  server.removeContentTypeParser('text/plain');
  // What was begun is finished; who takes longer is not waited for.
  server.addHook('preClose', (done) => {
    stopping = true;
    setTimeout(() => server.server.closeAllConnections(), RELEASE_AFTER_MS).unref();
    done();
  });
  // A connection that is kept alive after its answer would hold up the stop for as long as it lives.
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping) void reply.header('connection', 'close');
    done(null, payload);
  });
  watchRequests(service, server);
  const health = new Health([app.get(ServiceRuntime)], bounds);
  for (const path of WATCH_PAGES)
    server.get(path, async (_request, reply) => {
      const { status, type, body } = (await watchPage(path, health))!;
      return reply.status(status).type(type).send(body);
    });
  internal?.(server, app, tickets);
  await app.init();
  await server.ready();
  return app;
}

/** Fastify's own way to read JSON, but for what it says of what is none, and of nothing: many clients name a type and send no body. */
function readJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    void parse(request, body as string, (error, value) =>
      error && !isJson(body as string) ? done(new RuleViolation('request.not-json')) : done(error, value),
    );
  });
}

/** What Fastify refuses may be whole, and forbidden for its names. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Made from the zod schemas of the routes. An operation is named once: `service.controller.method`, or `service.method`. */
export function openApi(service: string, app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(`创文 · ${service}`)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'session' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => {
      const of = controller.replace(/Http$/, '').toLowerCase();
      return of === service ? `${service}.${method}` : `${service}.${of}.${method}`;
    },
  });
  return describeUploads(document);
}
