import { EVENT_HEADERS, hashOf, NO_HASH, traceparentOf, type StoredEvent } from '@chuangwen/contracts';
import { someEvent } from '@chuangwen/ports/conformance';
import { createHmac } from 'node:crypto';
import { MessageCodec, MessageRefused, type Message, type Received } from './codec';
import { signer } from './signature';
import { partitionOf, type Topic } from './topic';

const key = Buffer.alloc(32, 7);
const codec = new MessageCodec(key);
const topic: Topic = { service: 'task', generation: 1, name: 'cw.task.g1', partitions: 12 };

const stored = (fields: Partial<StoredEvent> = {}): StoredEvent => {
  const event = { ...someEvent(), tenant: 'tongze', stream: 'task-1', version: 3, previousHash: NO_HASH, ...fields };
  return { ...event, hash: hashOf(event) };
};
/** As the brokers give it back. */
const received = ({ key, value, headers }: Message, change: Record<string, string> = {}): Received => {
  const all = Object.entries({ ...headers, ...change }).map(([name, text]) => [name, Buffer.from(text)]);
  return { key: Buffer.from(key), value, headers: Object.fromEntries(all) as Record<string, Buffer> };
};
const refusal = (message: Received, partition: number, at = topic) => {
  try {
    codec.decode(at, partition, message);
    return null;
  } catch (error) {
    return error instanceof MessageRefused ? error.because : error;
  }
};

it('brings an event back byte for byte, adopted or not, whatever other headers say', () => {
  for (const event of [
    stored(),
    stored({ data: new Uint8Array([0, 255, 10]) }),
    { ...stored(), adopted: true as const },
  ]) {
    const message = codec.encode(topic, event);
    expect(message.headers['traceparent']).toBe(traceparentOf(event));
    const back = codec.decode(topic, message.partition, received(message, { traceparent: '00-1-2-01' }));
    expect(Buffer.from(back.hash)).toEqual(Buffer.from(event.hash));
    expect(Buffer.from(hashOf(back))).toEqual(Buffer.from(event.hash));
    expect([back.adopted, back.tenant, back.stream, back.version]).toEqual([event.adopted, 'tongze', 'task-1', 3]);
  }
});

it('signs as HMAC-SHA-256 does', () => {
  for (const text of ['', 'cw.task.g1', '创文'])
    for (const secret of [key, Buffer.alloc(64, 1), Buffer.from('short')]) {
      const digest = hashOf(stored());
      const right = createHmac('sha256', secret).update(`${text}\n`).update(digest).digest();
      expect(signer(secret, text)(digest)).toEqual(right);
    }
});

describe('refuses', () => {
  const event = stored();
  const message = codec.encode(topic, event);
  const { partition } = message;
  const elsewhere: Topic = { ...topic, generation: 2, name: 'cw.task.g2' };

  it('nothing of what is right', () => expect(refusal(received(message), partition)).toBeNull());

  it.each<[string, string, Received, number?, Topic?]>([
    ['data that were changed', 'hash', { ...received(message), value: Buffer.from('{"title":"x"}') }],
    ['a header that was changed', 'hash', received(message, { ce_actorid: 'p-9' })],
    ['a header that was added to', 'hash', received(message, { ce_effectiveon: '2030-01-01' })],
    ['that it was adopted, said later', 'signature', received(message, { ce_adopted: 'true' })],
    [
      'a header that came twice',
      'headers',
      {
        ...received(message),
        headers: { ...received(message).headers, ce_type: [Buffer.from('a'), Buffer.from('b')] },
      },
    ],
    ['no headers', 'headers', { key: Buffer.from(message.key), value: message.value }],
    ['no data', 'headers', { ...received(message), value: null }],
    ['no key', 'key', { ...received(message), key: null }],
    ['no signature', 'signature', received(message, { ce_signature: '' })],
    [
      'another topic',
      'source',
      received(message),
      partition,
      { ...topic, service: 'campaign', name: 'cw.campaign.g1' },
    ],
    ['another generation of its topic', 'signature', received(message), partition, elsewhere],
    ['another partition', 'partition', received(message), (partition + 1) % 12],
  ])('%s', (_, because, given, at = partition, of = topic) => expect(refusal(given, at, of)).toBe(because));

  it('what another tenant is said to have done: under its key, in its headers, hashed anew, signed by nobody who may', () => {
    const theirs = { ...event, tenant: 'blue' };
    const forged = { ...theirs, hash: hashOf(theirs) };
    const under = (secret: Buffer) => new MessageCodec(secret).encode(topic, forged);
    const at = partitionOf(topic, 'blue/task-1');
    expect(refusal({ ...received(message), key: Buffer.from('blue/task-1') }, at)).toBe('key');
    expect(refusal({ ...received(message, { ce_tenant: 'blue' }), key: Buffer.from('blue/task-1') }, at)).toBe('hash');
    const signature = message.headers[EVENT_HEADERS.signature]!;
    expect(refusal(received(under(key), { ce_signature: signature }), at)).toBe('signature');
    expect(refusal(received(under(Buffer.alloc(32, 8))), at)).toBe('signature');
    expect(refusal(received(under(key)), at)).toBeNull();
  });
});

it('says of a refused message nothing of its content', () => {
  const message = received(codec.encode(topic, stored()), { ce_tenant: '张三的电话' });
  expect(() => codec.decode(topic, 0, message)).toThrow(/^A message was refused: \w+$/);
});
