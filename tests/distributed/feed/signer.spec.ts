import {
  growTopic,
  openEventStore,
  Outbox,
  prepareTopics,
  TopicRegister,
  topicName,
  TopicsUnfit,
} from '@chuangwen/adapters-distributed';
import type { EventStore } from '@chuangwen/ports';
import { eventually, someEvent, wait } from '@chuangwen/ports/conformance';
import { Book, lying, outOfOrder } from './book';
import { Stage } from './stage';

const another = Buffer.alloc(32, 8);
const shape = { partitions: 3, replication: 1 };
const STREAMS = ['task-1', 'task-2', 'task-3'];

/** One event more for each stream. */
async function append(store: EventStore, tenant = '桐泽市'): Promise<void> {
  for (const stream of STREAMS) {
    const { version } = await store.read({ tenant, stream });
    await store.append({ tenant, stream }, { expectedVersion: version, events: [someEvent()], receipt: null });
  }
}
const registerOf = (stage: Stage) => new TopicRegister(stage.database.db);
const entryOf = async (stage: Stage) => (await registerOf(stage).find(['task']))[0]!;
const grown = ({ database, options }: Stage, signingKey: Uint8Array, told?: () => void) =>
  growTopic(
    { ...options, signingKey },
    new TopicRegister(database.db),
    { service: 'task', db: database.db },
    shape,
    told,
  );

describe('whoever signs with another key than a topic is signed with', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());
  const refusal = () =>
    stage.node({ signingKey: another }).then(
      () => null,
      (error: unknown) => error as Error,
    );

  it('is refused at its start in both languages, and relays nothing', async () => {
    await append(await openEventStore(stage.database.db));
    const refused = await refusal();
    expect(refused).toBeInstanceOf(TopicsUnfit);
    const topic = topicName(stage.options.prefix, 'task', 1);
    expect(refused!.message).toContain(`Kafka 主题 ${topic} 中的事件是用另一个 CHUANGWEN_SECRET 签名的`);
    expect(refused!.message).toContain(
      `The events in the Kafka topic ${topic} are signed with another CHUANGWEN_SECRET`,
    );
    await expect(
      prepareTopics({ ...stage.options, signingKey: another }, registerOf(stage), ['task'], shape),
    ).rejects.toThrow(TopicsUnfit);
    expect(await new Outbox(stage.database.db).backlog(1)).toBe(3);
    const node = await stage.node();
    await node.feed.settled();
    expect(await lying(node.feed)).toHaveLength(3);
    expect(node.feed.refused()).toEqual([]);
    await node.close();
  });

  it('is known of a topic of before once the preparing step was run again', async () => {
    const { generations } = await entryOf(stage);
    const before = generations.map(({ signer: _, ...generation }) => generation);
    await registerOf(stage).replace(await entryOf(stage), { _id: 'task', generations: before });
    await (await stage.node()).close();
    await prepareTopics(stage.options, registerOf(stage), ['task'], shape);
    expect(await entryOf(stage)).toEqual({ _id: 'task', generations });
    expect(await refusal()).toBeInstanceOf(TopicsUnfit);
  });
});

describe('when the key is replaced', () => {
  it('a new generation is signed anew: all is read again, who stood at the end goes on, who was behind misses nothing', async () => {
    const stage = await Stage.open({ partitions: 2 });
    const one = await stage.node();
    for (let version = 0; version < 4; version += 1) await append(one.store);
    await one.feed.settled();
    const [atEnd, behind] = [new Book(), new Book()];
    const subscription = await one.feed.subscribe(atEnd.consumer('at the end'));
    await eventually('all are read', () => atEnd.count === 12, 30_000);
    await subscription.stop();
    for await (const { topic, partition, events } of one.feed.replay(['task'])) {
      behind.take({ topic, partition, next: 1, events: events.slice(0, 1) });
      break;
    }
    await grown(stage, another);
    // A process that still runs with the old key writes where the others don't read.
    await wait(1_500);
    await append(one.store);
    await one.feed.settled();
    expect(await lying(one.feed)).toHaveLength(15);
    expect(one.feed.refused()).toEqual([]);
    await one.close(); // what fell to it waited for that

    const two = await stage.node({ signingKey: another });
    await expect(stage.node()).rejects.toThrow(TopicsUnfit);
    await two.feed.settled();
    const events = await lying(two.feed);
    expect(events).toHaveLength(15);
    expect(outOfOrder(events)).toEqual([]);
    await two.feed.subscribe(atEnd.consumer('at the end'));
    await two.feed.subscribe(behind.consumer('behind'));
    await eventually('both have all', () => atEnd.count === 15 && behind.count === 15, 30_000);
    expect(atEnd.dropped).toBe(0);
    expect(two.feed.refused()).toEqual([]);
    await stage.close();
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('a growth that was broken off with the old one, %s it turned, is done from the beginning', async (_, turned) => {
    const stage = await Stage.open({ partitions: 2 });
    const one = await stage.node();
    await append(one.store);
    await one.feed.settled();
    await one.close();
    const brokenOff = () => {
      throw new Error('broken off');
    };
    await expect(grown(stage, stage.options.signingKey, brokenOff)).rejects.toThrow('broken off');
    const begun = await entryOf(stage);
    if (turned) await registerOf(stage).replace(begun, { ...begun, next: { ...begun.next!, turned } });
    const late = await stage.node();
    await append(late.store);
    await late.feed.settled();
    await late.close();
    await grown(stage, another);
    expect((await entryOf(stage)).generations.map(({ generation }) => generation)).toEqual([1, 3]);
    const two = await stage.node({ signingKey: another });
    const book = new Book();
    await two.feed.subscribe(book.consumer('fresh'));
    await eventually('all', () => book.count === 6, 30_000);
    expect(two.feed.refused()).toEqual([]);
    await stage.close();
  });
});
