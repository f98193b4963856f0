import { eventually, someEvent, wait } from '@chuangwen/ports/conformance';
import { engines, freePort, proxyTo, startKafka, type PrivateEngine, type Proxy } from '../../engines';
import { MessageCodec, Publisher, topicName, type Topic } from '@chuangwen/adapters-distributed';
import { hashOf, NO_HASH } from '@chuangwen/contracts';
import { Book, lying, outOfOrder } from './book';
import { Child } from './child';
import type { FromRelay, Given } from './relay-child';
import { signingKey, Stage } from './stage';

/** Bytes: a backlog is larger than what a process may take for it. */
const EVENT = 20_000;
const APPENDS = 1200;
const EVENTS = 4;
const STREAMS = 10;

describe('F9: the broker is away', () => {
  let kafka: PrivateEngine;
  let stage: Stage;
  beforeAll(async () => {
    kafka = await startKafka();
    stage = await Stage.open({ brokers: kafka.url });
  });
  afterAll(async () => {
    await stage.close();
    await kafka.stop();
  });

  it('commands go on; killed and back, with another relay, the backlog drains in order, in bounded memory', async () => {
    let node = await stage.node();
    const book = new Book();
    await node.feed.subscribe(book.consumer('outage'));
    const data = Buffer.alloc(EVENT, '创');
    const append = (at: number, version: number, count: number) =>
      node.store.append(
        { tenant: 'red', stream: `task-${at}` },
        { expectedVersion: version, events: Array.from({ length: count }, () => someEvent({ data })), receipt: null },
      );
    for (let at = 0; at < STREAMS; at += 1) await append(at, 0, 1);
    await eventually('all ten', () => book.count === STREAMS, 30_000);

    await kafka.kill();
    const each = async (stream: number) => {
      for (let at = 0; at < APPENDS / STREAMS; at += 1) await append(stream, 1 + EVENTS * at, EVENTS);
    };
    await Promise.all(Array.from({ length: STREAMS }, (_, stream) => each(stream)));
    await expect(node.feed.ends(['task'])).rejects.toThrow('Storage unavailable');
    const leaving = performance.now();
    await node.close();
    expect(performance.now() - leaving).toBeLessThan(10_000);

    await kafka.restart();
    const { log: _, ...options } = stage.options;
    const relay = new Child<FromRelay>('relay-child.ts', {
      kafka: { ...options, signingKey: signingKey.toString('hex') },
      mongo: stage.database.url,
      database: stage.database.name,
      streams: [],
      more: 0,
    } satisfies Given);
    await eventually('all is sent', () => relay.told.length > 0, 90_000);
    await relay.kill();
    expect(APPENDS * EVENTS * EVENT).toBeGreaterThan(90_000_000);
    expect(relay.told).toEqual([{ grew: expect.any(Number) }]);
    for (const told of relay.told) if ('grew' in told) expect(told.grew).toBeLessThan(165_000_000);
    node = await stage.node();
    await node.feed.subscribe(book.consumer('outage'));
    await eventually('all', () => book.count === STREAMS + APPENDS * EVENTS, 60_000);
    expect(outOfOrder(await lying(node.feed))).toEqual([]);
    await node.close();
  });

  it('killed and back under the same processes, twice: they find it by themselves', async () => {
    const node = await stage.node();
    const book = new Book();
    await node.feed.subscribe(book.consumer('same'));
    const ref = { tenant: 'blue', stream: 'task-0' };
    for (let version = 0; version < 6; version += 1) {
      if (version === 2 || version === 4) await kafka.kill();
      await node.store.append(ref, { expectedVersion: version, events: [someEvent()], receipt: null });
      if (version === 3 || version === 5) await kafka.restart();
    }
    await eventually('all six', () => book.effects.get('blue/task-0')?.length === 6, 60_000);
    expect(outOfOrder(await lying(node.feed))).toEqual([]);
    await node.close();
  });
});

async function kafkaBehindProxy(): Promise<{ kafka: PrivateEngine; link: Proxy }> {
  const port = await freePort();
  const link = await proxyTo((await engines.toxiproxy()).url, `127.0.0.1:${port}`);
  return { link, kafka: await startKafka({ port, advertised: link.address }) };
}

describe('a connection to the broker', () => {
  it('on which an acknowledgement gets lost loses no event, though another is sent next', async () => {
    const { kafka, link } = await kafkaBehindProxy();
    try {
      const stage = await Stage.open({ brokers: link.address, partitions: 1 });
      const topic: Topic = {
        service: 'task',
        generation: 1,
        name: topicName(stage.options.prefix, 'task', 1),
        partitions: 1,
      };
      const message = (stream: string) => {
        const event = { ...someEvent(), tenant: 'red', stream, version: 1, previousHash: NO_HASH };
        return new MessageCodec(signingKey).encode(topic, { ...event, hash: hashOf(event) });
      };
      const publisher = new Publisher(stage.options);
      await publisher.send(topic, [message('task-0')]);
      await link.spoil('limit_data', { bytes: 0 });
      await expect(publisher.send(topic, [message('task-1')])).rejects.toThrow();
      await link.mend();
      await publisher.send(topic, [message('task-2')]);
      await publisher.send(topic, [message('task-3')]);
      await publisher.close();
      const node = await stage.node();
      const streams = new Set((await lying(node.feed)).map(({ stream }) => stream));
      expect([...streams].sort()).toEqual(['task-0', 'task-1', 'task-2', 'task-3']);
      await stage.close();
    } finally {
      await link.remove();
      await kafka.stop();
    }
  });

  it('that is silent, slow or cut holds nothing up for longer than it lasts', async () => {
    const { kafka, link } = await kafkaBehindProxy();
    try {
      const stage = await Stage.open({ brokers: link.address, partitions: 2 });
      const node = await stage.node();
      const book = new Book();
      await node.feed.subscribe(book.consumer('links'));
      let version = 0;
      const append = () =>
        node.store.append(
          { tenant: 'red', stream: 'task-1' },
          { expectedVersion: version++, events: [someEvent()], receipt: null },
        );
      const arrives = () => eventually(`version ${version}`, () => book.count === version, 60_000);
      await append();
      await arrives();
      for (const [toxic, attributes] of [
        ['latency', { latency: 300, jitter: 200 }],
        ['slicer', { average_size: 100, size_variation: 50, delay: 500 }],
        ['reset_peer', { timeout: 50 }],
      ] as const) {
        await link.spoil(toxic, attributes);
        await append();
        await wait(1_500);
        await link.mend();
        await append();
        await arrives();
      }
      kafka.pause(); // connections stay open, nobody answers
      await append();
      await wait(8_000);
      kafka.resume();
      await arrives();
      expect(outOfOrder(await lying(node.feed))).toEqual([]);
      await stage.close();
    } finally {
      await link.remove();
      await kafka.stop();
    }
  });
});
