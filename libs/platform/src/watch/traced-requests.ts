import { traceIdOf } from '@chuangwen/contracts';
import { context, ROOT_CONTEXT, SpanKind, trace, type Context, type Span } from '@opentelemetry/api';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import type { Caller } from '../caller';
import { endSpan, startSpan, type Place } from './tracing';

export type TracedRequest = FastifyRequest & { caller?: Caller; span?: Span };

/** Handlers run within the span of their request. After the guard, which says whose story it is. */
export class TracedRequests implements NestInterceptor {
  constructor(private readonly service: string) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp();
    const request = http.getRequest<TracedRequest>();
    request.span = begin(this.service, request, http.getResponse<FastifyReply>());
    return context.with(trace.setSpan(ROOT_CONTEXT, request.span), () => next.handle());
  }
}

/** The answer is out. A request that no handler was reached by has its span all the same. */
export function endRequest(service: string, request: TracedRequest, reply: FastifyReply): void {
  const span = request.span ?? begin(service, request, reply);
  span.setAttribute('http.response.status_code', reply.statusCode);
  endSpan(span, reply.statusCode >= 500 ? new ServerError() : undefined);
}

class ServerError extends Error {
  override readonly name = 'ServerError';
}

/** By its template and not by its address, in which anything may stand. */
function begin(service: string, request: TracedRequest, reply: FastifyReply): Span {
  const { method, caller, headers } = request;
  const route = request.routeOptions.url ?? 'none';
  const attributes = { 'chuangwen.service': service, 'http.request.method': method, 'http.route': route };
  const at = performance.now() - reply.elapsedTime;
  const under = givenBy(headers.traceparent);
  const place: Place = under ? { under } : caller ? { ids: { traceId: traceIdOf(caller.correlationId) } } : {};
  return startSpan(`${method} ${route}`, SpanKind.SERVER, attributes, { ...place, at });
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;

/** The place in another system's trace that a request names; null: none, or it can't be read. */
function givenBy(header: string | string[] | undefined): Context | null {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(String(header)) ?? [];
  const given = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return trace.isSpanContextValid(given) ? trace.setSpanContext(ROOT_CONTEXT, given) : null;
}
