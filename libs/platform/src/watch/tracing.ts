import { spanIdOf, traceIdOf } from '@chuangwen/contracts';
import {
  context,
  ROOT_CONTEXT,
  type SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type ContextManager,
  type Link,
  type Span,
  type TracerProvider,
} from '@opentelemetry/api';
import { randomBytes } from 'node:crypto';

let on = false;

/** From now on this thread traces. What is given comes from the SDK, which is loaded only where somebody wants traces. */
export function beginTracing(provider: TracerProvider, contexts: ContextManager): void {
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(contexts.enable());
  on = true;
}

export function endTracing(): void {
  on = false;
  trace.disable();
  context.disable();
}

/** Asked before anything is done for a trace: without one, it costs a look at this. */
export const isTracing = (): boolean => on;

type Ids = Readonly<{ traceId?: string; spanId?: string }>;
/** `at`: when it began, in milliseconds as `performance.now()` counts them. */
export type Place = Readonly<{ under?: Context; at?: number; ids?: Ids; links?: Link[] }>;
let wanted: Ids = {};

/** The SDK's generator of ids: a span gets the ids that its story gives it, where there are some, and else random ones. */
export const storyIds = {
  generateTraceId: (): string => wanted.traceId ?? randomBytes(16).toString('hex'),
  generateSpanId: (): string => wanted.spanId ?? randomBytes(8).toString('hex'),
};

const tracer = trace.getTracer('chuangwen');

/** Begins a span, now unless its place says when. */
export function startSpan(
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  { under, at, ids = {}, links = [] }: Place,
): Span {
  wanted = ids; // the SDK asks for them before this returns
  try {
    const startTime = at ?? performance.now();
    return tracer.startSpan(name, { kind, attributes, startTime, links }, under ?? ROOT_CONTEXT);
  } finally {
    wanted = {};
  }
}

/** `error`: what it ended with; only its kind is told, for its words may name somebody. */
export function endSpan(span: Span, error?: unknown): void {
  if (error !== undefined)
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : typeof error });
  span.end(performance.now());
}

/** Where an event was appended, wherever that was. */
export const contextOf = (correlationId: string, eventId: string): Context =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: traceIdOf(correlationId),
    spanId: spanIdOf(eventId),
    traceFlags: TraceFlags.SAMPLED, // the sampler goes by the trace's id, so that all parts of a story are taken or none
    isRemote: true,
  });

/** Does the work within the span, which ends with it. */
export async function within<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    const done = await context.with(trace.setSpan(context.active(), span), work);
    endSpan(span);
    return done;
  } catch (error) {
    endSpan(span, error);
    throw error;
  }
}
