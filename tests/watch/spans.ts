import { beginTracing, endTracing, storyIds } from '@chuangwen/platform/projections';
import type { SpanKind } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';

/** The spans of this process, kept in memory. From before the services are made. */
export class Spans {
  private readonly exporter = new InMemorySpanExporter();

  constructor() {
    const spanProcessors = [new SimpleSpanProcessor({ exporter: this.exporter })];
    beginTracing(new TracerProvider({ idGenerator: storyIds, spanProcessors }), new AsyncLocalStorageContextManager());
  }

  end(): void {
    endTracing();
  }

  get all(): ReadableSpan[] {
    return this.exporter.getFinishedSpans();
  }

  /** Forgets those so far. */
  forget(): void {
    this.exporter.reset();
  }

  named(name: string | RegExp, kind?: SpanKind): ReadableSpan[] {
    return this.all.filter((span) => matches(span.name, name) && (kind === undefined || span.kind === kind));
  }

  /** Those of one trace. */
  of(traceId: string): ReadableSpan[] {
    return this.all.filter((span) => span.spanContext().traceId === traceId);
  }
}

const matches = (text: string, name: string | RegExp) => (typeof name === 'string' ? text === name : name.test(text));

/** From the span up to the root of its trace, by name; `…` where one is missing. */
export function upwards(span: ReadableSpan, all: readonly ReadableSpan[]): string[] {
  const { parentSpanContext: above } = span;
  if (!above) return [span.name];
  const { traceId, spanId } = above;
  const parent = all.find((one) => one.spanContext().spanId === spanId && one.spanContext().traceId === traceId);
  return [span.name, ...(parent ? upwards(parent, all) : ['…'])];
}
