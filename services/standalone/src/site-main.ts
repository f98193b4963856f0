import 'reflect-metadata';
import { createServer } from 'node:http';
import { z } from 'zod';
import { Health } from '@chuangwen/platform';
import { wholeOpenApi, type OpenApi } from './open-api';
import { SERVICES } from './service-name';
import { Site } from './site';
import { answerUnreadable } from './unreadable';

/** The pages, for the distributed mode: a process of its own behind the proxy. `CHUANGWEN_SERVICES`: `task=http://task:8420`, separated by commas. */
const settings = z
  .object({
    CHUANGWEN_PORT: z.coerce.number().int().min(0).max(65535).default(8420),
    CHUANGWEN_HOST: z.string().min(1).default('127.0.0.1'),
    CHUANGWEN_SERVICES: z.string().default(''),
  })
  .parse(process.env);

const told = new Map(settings.CHUANGWEN_SERVICES.split(',').map((one) => one.trim().split('=') as [string, string]));
const addressOf = (service: string) => told.get(service) ?? `http://${service}:8420`;

async function describe(): Promise<OpenApi> {
  const parts = SERVICES.map(async (service) => {
    const answer = await fetch(`${addressOf(service)}/internal/openapi`, { signal: AbortSignal.timeout(10_000) });
    return (await answer.json()) as OpenApi;
  });
  return wholeOpenApi(await Promise.all(parts));
}

const site = new Site(new Health([]), describe);
const server = createServer((request, response) => {
  site.answer(request, response, true).catch(() => {
    if (!response.headersSent) response.writeHead(503);
    response.end();
  });
});
server.on('clientError', answerUnreadable);
server.listen(settings.CHUANGWEN_PORT, settings.CHUANGWEN_HOST, () => console.log('site listens on', server.address()));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.close());
