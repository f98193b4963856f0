import { MessageCodec, partitionOf, topicName, type Topic } from '@chuangwen/adapters-distributed';
import { hashOf, type StoredEvent } from '@chuangwen/contracts';
import { eventually, someEvent } from '@chuangwen/ports/conformance';
import type { Message } from 'kafkajs';
import { Book, lying } from './book';
import { put } from './raw';
import { signingKey, Stage, type Node } from './stage';

let stage: Stage;
let node: Node;
let topic: Topic;
const said: string[] = [];
beforeAll(async () => {
  stage = await Stage.open();
  const log = { warn: (text: string) => void said.push(text), error: (text: string) => void said.push(text) };
  node = await stage.node({ log });
  const name = topicName(stage.options.prefix, 'task', 1);
  topic = { service: 'task', generation: 1, name, partitions: 4 };
});
afterAll(() => stage.close());

const ref = { tenant: 'red', stream: 'task-1' };
const append = async (count: number) => {
  const { version } = await node.store.read(ref);
  const events = Array.from({ length: count }, () => someEvent());
  await node.store.append(ref, { expectedVersion: version, events, receipt: null });
  await node.feed.settled();
};
const message = (event: StoredEvent, change: Partial<Message> = {}, key = signingKey, at = topic): Message => ({
  ...new MessageCodec(key).encode(at, event),
  ...change,
});
const rehashed = (event: StoredEvent): StoredEvent => ({ ...event, hash: hashOf(event) });

describe('S7, F7: messages that no relay has put there', () => {
  it('are refused, counted and told without their content; what is around them has its effect, once', async () => {
    const book = new Book();
    const subscription = await node.feed.subscribe(book.consumer('forged'));
    await append(2);
    const real = (await node.store.read(ref)).events;
    const secret = '王五的身份证号';
    const next: StoredEvent = { ...real[1]!, id: secret, version: 3, previousHash: real[1]!.hash };
    const blue = { ...real[0]!, tenant: 'blue' };
    const here = partitionOf(topic, 'red/task-1');
    const forged: [string, Message][] = [
      ['signature', message(rehashed(next), {}, Buffer.alloc(32, 8))],
      ['signature', message(real[0]!, { headers: { ...message(real[0]!).headers, ce_adopted: 'true' } })],
      ['hash', message(next)],
      ['key', message(real[1]!, { key: 'blue/task-1', partition: partitionOf(topic, 'blue/task-1') })],
      ['hash', message(blue)],
      ['signature', message(rehashed(blue), {}, Buffer.alloc(32, 8))],
      ['partition', message(real[1]!, { partition: (here + 1) % 4 })],
      ['signature', message(real[1]!, {}, signingKey, { ...topic, name: topicName(stage.options.prefix, 'task', 2) })],
      ['source', message(real[1]!, {}, signingKey, { ...topic, service: 'identity' })],
      ['headers', { key: 'red/task-1', value: JSON.stringify({ title: secret }), partition: here }],
      [
        'headers',
        { key: 'red/task-1', value: 'not JSON', headers: { ce_specversion: '1.0', ce_id: secret }, partition: here },
      ],
      ['headers', { key: null, value: null, partition: here }],
    ];
    await put(
      stage.options.brokers,
      topic.name,
      forged.map(([, one]) => one),
    );
    await put(stage.options.brokers, topic.name, [message(real[0]!), message(real[1]!)]); // replayed as they were
    await append(1);
    await eventually('the third event', () => book.effects.get('red/task-1')?.length === 3);
    await subscription.stop();

    expect(book.pages).toEqual([['red/task-1', [1, 2, 3]]]);
    expect(book.dropped).toBe(2);
    const expected: Record<string, number> = {};
    for (const [because] of forged) expected[because] = (expected[because] ?? 0) + 1;
    const counted = Object.fromEntries(node.feed.refused().map(({ because, count }) => [because, count]));
    expect(counted).toEqual(expected);
    expect(said.filter((line) => line.includes('refused'))).toHaveLength(forged.length);
    expect(said.join()).not.toContain(secret);
    expect(said.join()).not.toContain('blue');
  });

  it('are left out of a replay too, which reaches the end all the same', async () => {
    const events = await lying(node.feed);
    expect(events.map(({ tenant, version }) => `${tenant} ${version}`)).toEqual([
      'red 1',
      'red 2',
      'red 1',
      'red 2',
      'red 3',
    ]);
    const reached = new Map<number, number>();
    for await (const { partition, next } of node.feed.replay(['task'], { tenant: 'red' })) reached.set(partition, next);
    for (const { partition, next } of await node.feed.ends(['task'])) expect(reached.get(partition) ?? 0).toBe(next);
  });

  it('are no part of what lies just before the end of a delivery of a replay', async () => {
    for await (const { partition, next, events } of node.feed.replay(['task'])) {
      const from = [{ topic: 'task', partition, next: next - events.length }];
      const again: StoredEvent[] = [];
      for await (const delivery of node.feed.replay(['task'], { partition, from })) again.push(...delivery.events);
      expect(again.slice(0, events.length)).toEqual(events);
    }
  });
});
