import type { FastifyInstance } from 'fastify';
import { requests, requestSeconds } from './metrics';
import { endRequest } from './traced-requests';
import { isTracing } from './tracing';

/** Counts and times the requests of a service by route template. */
export function watchRequests(service: string, server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    // An address that no route has is whatever somebody typed.
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    requests.inc({ service, method, route, status: reply.statusCode });
    requestSeconds.observe({ service, method, route }, reply.elapsedTime / 1000);
    if (isTracing()) endRequest(service, request, reply);
    done();
  });
}
