import { MessageCodec, Publisher, topicName, type Topic } from '@chuangwen/adapters-distributed';
import { eventually, someEvent } from '@chuangwen/ports/conformance';
import { random } from '../../faults/random';
import { Book, lying, outOfOrder } from './book';
import { signingKey, Stage, type Node } from './stage';

const STREAMS = 12;
const VERSIONS = 8;

let stage: Stage;
let node: Node;
let topic: Topic;
beforeAll(async () => {
  stage = await Stage.open({ partitions: 4 });
  node = await stage.node();
  topic = { service: 'task', generation: 1, name: topicName(stage.options.prefix, 'task', 1), partitions: 4 };
  for (let version = 0; version < VERSIONS; version += 1)
    await Promise.all(
      Array.from({ length: STREAMS }, (_, at) =>
        node.store.append(
          { tenant: at % 2 ? 'red' : 'blue', stream: `task-${at}` },
          { expectedVersion: version, events: [someEvent()], receipt: null },
        ),
      ),
    );
  await node.feed.settled();
});
afterAll(() => stage.close());

/** What a reader of every partition's beginning has, once it has all. */
async function replayed(): Promise<Book> {
  const book = new Book();
  for await (const delivery of node.feed.replay(['task'])) book.take(delivery);
  return book;
}

it('F5: the whole topic comes again, twice, and again to who has it: one effect', async () => {
  const book = new Book();
  const first = await node.feed.subscribe(book.consumer('again'));
  await eventually('all', () => book.count === STREAMS * VERSIONS);
  await first.stop();
  const before = book.pages;

  const events = await lying(node.feed);
  const codec = new MessageCodec(signingKey);
  const publisher = new Publisher(stage.options);
  for (let times = 0; times < 2; times += 1)
    await publisher.send(
      topic,
      events.map((event) => codec.encode(topic, event)),
    );
  await publisher.close();
  book.positions.clear();
  const dropped = book.dropped;
  const again = await node.feed.subscribe(book.consumer('again'));
  await eventually('all of it again', () => book.dropped - dropped >= 3 * STREAMS * VERSIONS);
  await again.stop();
  expect(book.pages).toEqual(before);
  expect((await replayed()).pages).toEqual(before);
  expect(outOfOrder(await lying(node.feed))).toEqual([]);
});

it('F6: partitions come interleaved and late, in an order of chance: each stream keeps its own', async () => {
  const dice = random(6);
  for (let round = 0; round < 3; round += 1) {
    const book = new Book();
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, dice(40)));
    const subscription = await node.feed.subscribe(book.consumer(`interleaved-${round}`, ['task'], slow));
    await eventually('all', () => book.count === STREAMS * VERSIONS);
    await subscription.stop();
    expect(book.pages).toEqual((await replayed()).pages);
  }
});
