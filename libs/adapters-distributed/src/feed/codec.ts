import {
  EVENT_HEADERS,
  eventFromHeaders,
  eventHeaders,
  eventSource,
  hashOf,
  type StoredEvent,
} from '@chuangwen/contracts';
import { timingSafeEqual } from 'node:crypto';
import { signer } from './signature';
import { keyOf, partitionOf, type Topic } from './topic';

/** As kafkajs takes it, and as it gives it back (there, a header that came twice is a list). */
export type Message = Readonly<{ key: string; value: Buffer; headers: Record<string, string>; partition: number }>;
export type Received = Readonly<{
  key: Buffer | null;
  value: Buffer | null;
  headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
}>;

export const REFUSED_BECAUSE = ['headers', 'source', 'key', 'partition', 'hash', 'signature'] as const;
export type RefusedBecause = (typeof REFUSED_BECAUSE)[number];

/** A message that no relay of this installation has put there, or not there. Its content is nobody's to read, and is not told. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
  constructor(readonly because: RefusedBecause) {
    super(`A message was refused: ${because}`);
  }
}

/**
 * Events as messages of a topic and back. A message is believed when its hash is that of its envelope and data, the signature
 * that of topic, hash and whether it is adopted, and its key and partition those of its tenant and stream: so none is forged, none belongs to
 * another tenant, topic or generation, and none lies where it would be read before the one before it.
 */
export class MessageCodec {
  private readonly signers = new Map<string, (digest: Uint8Array) => Buffer>();

  /** `key`: the installation's, for signatures; 32 bytes. */
  constructor(private readonly key: Uint8Array) {}

  encode(topic: Topic, event: StoredEvent): Message {
    const headers = eventHeaders(topic.service, event);
    headers[EVENT_HEADERS.signature] = this.signature(topic, event).toString('hex');
    const key = keyOf(event);
    const { buffer, byteOffset, byteLength } = event.data;
    return { key, value: Buffer.from(buffer, byteOffset, byteLength), headers, partition: partitionOf(topic, key) };
  }

  /** Throws MessageRefused. The data are a copy: a part of an answer of the broker would keep the whole of it in memory. */
  decode(topic: Topic, partition: number, message: Received): StoredEvent {
    const event = parsed(message);
    if (headerIn(message, EVENT_HEADERS.source) !== eventSource(topic.service)) throw new MessageRefused('source');
    const key = keyOf(event);
    if (message.key?.toString('utf8') !== key) throw new MessageRefused('key');
    if (partitionOf(topic, key) !== partition) throw new MessageRefused('partition');
    if (!timingSafeEqual(hashOf(event), event.hash)) throw new MessageRefused('hash');
    const given = Buffer.from(headerIn(message, EVENT_HEADERS.signature) ?? '', 'hex');
    const right = this.signature(topic, event);
    if (given.length !== right.length || !timingSafeEqual(given, right)) throw new MessageRefused('signature');
    return event;
  }

  /** Whether an event was adopted is no part of its hash; taken off, workflows would act on it once more. */
  private signature({ name }: Topic, { hash, adopted }: StoredEvent): Buffer {
    const text = adopted ? `${name} adopted` : name;
    let sign = this.signers.get(text);
    if (!sign) this.signers.set(text, (sign = signer(this.key, text)));
    return sign(hash);
  }
}

function parsed(message: Received): StoredEvent {
  if (message.value === null) throw new MessageRefused('headers');
  try {
    return eventFromHeaders((name) => headerIn(message, name), Buffer.from(message.value));
  } catch {
    throw new MessageRefused('headers');
  }
}

function headerIn({ headers }: Received, name: string): string | undefined {
  const value = headers?.[name];
  return typeof value === 'string' || value === undefined
    ? value
    : Buffer.isBuffer(value)
      ? value.toString()
      : undefined;
}
