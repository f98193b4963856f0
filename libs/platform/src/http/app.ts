import multipart from '@fastify/multipart';
import { StorageUnavailable } from '@chuangwen/kernel';
import { StandardSchemaValidationPipe, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Clock } from '../clock';
import type { PrincipalTickets } from '../principal';
import { MESSAGES } from '../service';
import { CallerGuard } from './caller.guard';
import { InvalidRequest } from './invalid';
import { ProblemFilter } from './problem.filter';

const BODY_LIMIT = 1024 * 1024;

/** One service as an HTTP application that listens nowhere yet: `/api/SERVICE/…`, validation, problems, tickets. */
export async function httpApplication(
  service: string,
  module: DynamicModule,
  tickets: PrincipalTickets,
): Promise<NestFastifyApplication> {
  let stopping = false;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: false,
    // What Fastify refuses before any route (an address that can't be read) is a problem like others.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      problems.answer(error, request, reply),
    return503OnClosing: false, // ours says so in words
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  await app.register(multipart, { limits: { files: 1, fields: 10, fileSize: 50 * 1024 * 1024 } });
  app.setGlobalPrefix(`api/${service}`);
  app.useGlobalGuards(new CallerGuard(tickets, app.get(Clock)));
  app.useGlobalPipes(
    new StandardSchemaValidationPipe({
      exceptionFactory: (issues) => new InvalidRequest(issues as readonly z.core.$ZodIssue[]),
    }),
  );
  const problems = new ProblemFilter(app.get(MESSAGES));
  app.useGlobalFilters(problems);
  const server = app.getHttpAdapter().getInstance();
  // What was begun is finished; what comes while the service stops is told to come again.
  server.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  server.addHook('onRequest', (_request, _reply, done) =>
    done(stopping ? new StorageUnavailable('closed') : undefined),
  );
  await app.init();
  await server.ready();
  return app;
}

/** Made from the zod schemas of the routes. An operation is named once: `service.controller.method`, or `service.method`. */
export function openApi(service: string, app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder().setTitle(`创文 · ${service}`).setVersion('1').addBearerAuth().build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => {
      const of = controller.replace(/Http$/, '').toLowerCase();
      return of === service ? `${service}.${method}` : `${service}.${of}.${method}`;
    },
  });
}
