import type { Actor, NewEvent, StoredEvent } from './envelope';
import { traceparentOf } from './trace';

/**
 * The envelope as headers of a message, in CloudEvents 1.0 (binary mode of its Kafka binding): every attribute and the header
 * that holds it. Names of extensions are lower case letters and digits, as CloudEvents demands. What is absent has no header.
 */
export const EVENT_HEADERS = {
  specVersion: 'ce_specversion',
  id: 'ce_id',
  type: 'ce_type',
  /** `/services/task`: whose topic it is. */
  source: 'ce_source',
  /** The stream. */
  subject: 'ce_subject',
  /** When it was recorded. */
  time: 'ce_time',
  contentType: 'content-type',
  tenant: 'ce_tenant',
  streamVersion: 'ce_streamversion',
  schemaVersion: 'ce_schemaversion',
  /** A list in JSON. */
  audience: 'ce_audience',
  effectiveOn: 'ce_effectiveon',
  actorKind: 'ce_actorkind',
  actorId: 'ce_actorid',
  actorPost: 'ce_actorpost',
  actorOrganisation: 'ce_actororganisation',
  actorOnBehalfOf: 'ce_actoronbehalfof',
  commandId: 'ce_commandid',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
  origin: 'ce_origin',
  /** `true`, or absent. No part of the hash, but of the signature. */
  adopted: 'ce_adopted',
  /** Hex. */
  previousHash: 'ce_previoushash',
  /** Hex. */
  hash: 'ce_hash',
  /** Hex, HMAC-SHA-256 of topic, hash and whether it is adopted; put on by who publishes. */
  signature: 'ce_signature',
  /** W3C: where the append stands in the trace of its story. Follows from other headers, and nothing is believed of it. */
  traceParent: 'traceparent',
} as const;

const H = EVENT_HEADERS;
const JSON_TYPE = 'application/json';

export const eventSource = (service: string): string => `/services/${service}`;

/** All headers but the signature; the message's value is the event's data, byte for byte. */
export function eventHeaders(service: string, event: StoredEvent): Record<string, string> {
  const { kind, id, post, organisation, onBehalfOf } = event.actor;
  return {
    [H.specVersion]: '1.0',
    [H.id]: event.id,
    [H.type]: event.type,
    [H.source]: eventSource(service),
    [H.subject]: event.stream,
    [H.time]: event.recordedAt,
    [H.contentType]: JSON_TYPE,
    [H.tenant]: event.tenant,
    [H.streamVersion]: String(event.version),
    [H.schemaVersion]: String(event.schemaVersion),
    [H.audience]: JSON.stringify(event.audience),
    ...(event.effectiveOn === null ? {} : { [H.effectiveOn]: event.effectiveOn }),
    [H.actorKind]: kind,
    [H.actorId]: id,
    ...(post === undefined ? {} : { [H.actorPost]: post }),
    ...(organisation === undefined ? {} : { [H.actorOrganisation]: organisation }),
    ...(onBehalfOf === undefined ? {} : { [H.actorOnBehalfOf]: onBehalfOf }),
    [H.commandId]: event.commandId,
    [H.correlationId]: event.correlationId,
    [H.causationId]: event.causationId,
    [H.origin]: event.origin,
    ...(event.adopted ? { [H.adopted]: 'true' } : {}),
    [H.previousHash]: hex(event.previousHash),
    [H.hash]: hex(event.hash),
    [H.traceParent]: traceparentOf(event),
  };
}

/**
 * The event that these headers and this data say they are; nothing is believed yet: its hash is to be computed anew and compared. Throws
 * where a header is missing or is not what it should be.
 */
export function eventFromHeaders(header: (name: string) => string | undefined, data: Uint8Array): StoredEvent {
  const text = (name: string): string => {
    const value = header(name);
    if (value === undefined) throw new TypeError(`no ${name}`);
    return value;
  };
  const count = (name: string): number => {
    const value = text(name);
    if (!/^[1-9][0-9]{0,14}$/.test(value)) throw new TypeError(`${name} is no number`);
    return Number(value);
  };
  if (text(H.specVersion) !== '1.0') throw new TypeError(`${H.specVersion} is not 1.0`);
  return {
    id: text(H.id),
    type: text(H.type),
    schemaVersion: count(H.schemaVersion),
    audience: listIn(text(H.audience)),
    recordedAt: text(H.time),
    effectiveOn: header(H.effectiveOn) ?? null,
    actor: actorOf(header, text(H.actorKind) as Actor['kind'], text(H.actorId)),
    commandId: text(H.commandId),
    correlationId: text(H.correlationId),
    causationId: text(H.causationId),
    origin: text(H.origin) as NewEvent['origin'],
    data,
    tenant: text(H.tenant),
    stream: text(H.subject),
    version: count(H.streamVersion),
    previousHash: bytes(H.previousHash, text(H.previousHash)),
    hash: bytes(H.hash, text(H.hash)),
    ...(header(H.adopted) === 'true' ? { adopted: true } : {}),
  };
}

function actorOf(header: (name: string) => string | undefined, kind: Actor['kind'], id: string): Actor {
  const post = header(H.actorPost);
  const organisation = header(H.actorOrganisation);
  const onBehalfOf = header(H.actorOnBehalfOf);
  return {
    kind,
    id,
    ...(post === undefined ? {} : { post }),
    ...(organisation === undefined ? {} : { organisation }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
  };
}

function listIn(json: string): string[] {
  const list: unknown = JSON.parse(json);
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string'))
    throw new TypeError(`${H.audience} is no list`);
  return list;
}

const hex = (hash: Uint8Array): string => Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('hex');

function bytes(name: string, text: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new TypeError(`${name} is no hash`);
  return Buffer.from(text, 'hex');
}
