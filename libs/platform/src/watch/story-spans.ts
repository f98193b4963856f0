import { spanIdOf, traceIdOf, type NewEvent, type StoredEvent } from '@chuangwen/contracts';
import type { SeenChange } from '@chuangwen/ports';
import { context, SpanKind, trace, type Attributes, type Span } from '@opentelemetry/api';
import type { Caller } from '../caller';
import { contextOf, endSpan, isTracing, startSpan, within, type Place } from './tracing';

/** Of one append or delivery no more than so many events have a span of their own: who takes thousands at once catches up. */
const MOST = 100;

type Cause = Pick<Caller, 'tenant' | 'actor' | 'commandId' | 'correlationId' | 'causationId'>;

/**
 * Where what is done for the caller stands in the trace of its story: under what is at work here, where that is of the same story.
 * Else (the request came with a trace of another system) under what caused it, or at the root, and the two are linked.
 */
function placeOf({ actor, correlationId, causationId }: Cause): Place {
  const active = trace.getActiveSpan()?.spanContext();
  const traceId = traceIdOf(correlationId);
  if (active?.traceId === traceId) return { under: context.active() };
  const links = active ? [{ context: active }] : [];
  // What a workflow or a job sends was caused by an event.
  if (actor.kind === 'workflow') return { under: contextOf(correlationId, causationId), links };
  return { ids: { traceId }, links };
}

/** Runs a command in a span of its own. */
export function inCommandSpan<T>(
  service: string,
  command: string,
  caller: Partial<Cause>,
  work: () => Promise<T>,
): Promise<T> {
  const attributes = { 'chuangwen.service': service, 'chuangwen.tenant': caller.tenant };
  const place = isCause(caller) ? placeOf(caller) : { under: context.active() };
  const span = startSpan(command, SpanKind.INTERNAL, defined(attributes), place);
  if (place.links?.length) trace.getActiveSpan()?.addLink({ context: span.spanContext() });
  return within(span, work);
}

const isCause = (caller: Partial<Cause>): caller is Cause =>
  caller.actor !== undefined && caller.correlationId !== undefined && caller.causationId !== undefined;

/** Events were appended, since `began` (`performance.now()`): each has a span under which whoever hears of it stands. */
export function appendSpans(
  service: string,
  stream: string,
  caller: Cause,
  events: readonly NewEvent[],
  began: number,
) {
  const place = placeOf(caller);
  for (const { id, type } of events.slice(0, MOST)) {
    const attributes = {
      'chuangwen.service': service,
      'chuangwen.tenant': caller.tenant,
      'chuangwen.stream': stream,
      'chuangwen.event.type': type,
    };
    const ids = { ...place.ids, spanId: spanIdOf(id) };
    endSpan(startSpan(`append ${type}`, SpanKind.PRODUCER, attributes, { ...place, ids, at: began }));
  }
}

/**
 * A relay has sent these events to a topic, since `began`: each has a span beside those who hear of it, as all of them follow from its append.
 * What they follow from is not the sending, which may come to pass twice, so it is no PRODUCER.
 */
export function sendSpans(
  { service, name }: Readonly<{ service: string; name: string }>,
  events: readonly StoredEvent[],
  began: number,
): void {
  if (!isTracing() || events.length > MOST) return;
  for (const event of events) {
    if (event.origin !== 'live' || event.adopted) continue;
    const attributes = {
      'chuangwen.service': service,
      'chuangwen.tenant': event.tenant,
      'chuangwen.event.type': event.type,
      'messaging.system': 'kafka',
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'send',
      'messaging.destination.name': name,
      'messaging.message.id': event.id,
    };
    const under = contextOf(event.correlationId, event.id);
    endSpan(startSpan(`send ${name}`, SpanKind.CLIENT, attributes, { under, at: began }));
  }
}

/** A consumer (a view, a workflow, a job) takes up what an event began. */
export function consumerSpan(consumer: string, event: Followed, at?: number): Span {
  const attributes = {
    'chuangwen.consumer': consumer,
    'chuangwen.tenant': event.tenant,
    ...(event.type === undefined ? {} : { 'chuangwen.event.type': event.type }),
  };
  const under = contextOf(event.correlationId, event.id);
  return startSpan(consumer, SpanKind.CONSUMER, attributes, at === undefined ? { under } : { under, at });
}

type Followed = Pick<StoredEvent, 'correlationId' | 'id' | 'tenant'> & Readonly<{ type?: string }>;

/**
 * Of a delivery these streams were `moved`, since `began`: each event that was taken has its span. What an import brings was told
 * elsewhere, when it happened.
 */
export function deliverySpans(
  consumer: string,
  events: readonly StoredEvent[],
  moved: readonly SeenChange[],
  takes: (type: string) => boolean,
  began: number,
): void {
  if (events.length > MOST) return;
  const taken = new Map(moved.map((stream) => [`${stream.tenant}\0${stream.stream}`, stream]));
  for (const event of events) {
    const { from = 0, version = 0 } = taken.get(`${event.tenant}\0${event.stream}`) ?? {};
    const took = event.version > from && event.version <= version;
    if (took && event.origin === 'live' && takes(event.type)) endSpan(consumerSpan(consumer, event, began));
  }
}

const defined = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
