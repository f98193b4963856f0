import { prepareTopics, requireTopics, TopicRegister, topicName, TopicsUnfit } from '@chuangwen/adapters-distributed';
import { eventually, someEvent, wait } from '@chuangwen/ports/conformance';
import { Book } from './book';
import { asAdmin } from './raw';
import { Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ services: ['task', 'identity'] });
});
afterAll(() => stage.close());

const register = () => new TopicRegister(stage.database.db);
const shape = { partitions: 4, replication: 1 };
const admin = <T>(work: Parameters<typeof asAdmin<T>>[1]) => asAdmin(stage.options.brokers, work);
const configure = (topic: string, settings: Record<string, string>) =>
  admin((client) =>
    client.alterConfigs({
      validateOnly: false,
      resources: [
        { type: 2, name: topic, configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })) },
      ],
    }),
  );
const right = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'max.message.bytes': '20971520',
  'unclean.leader.election.enable': 'false',
};
const refusal = async (services: readonly string[] = ['task', 'identity']) => {
  const error = await requireTopics(stage.options, register(), services).then(
    () => null,
    (error: unknown) => error,
  );
  if (error !== null && !(error instanceof TopicsUnfit)) throw error;
  return error;
};

describe('topics', () => {
  it('are made to keep everything for ever, in a number of partitions that stays; made again they stay as they are', async () => {
    await prepareTopics(stage.options, register(), ['task', 'identity'], { partitions: 9, replication: 1 });
    expect(await refusal()).toBeNull();
    const { topics } = await admin((client) =>
      client.fetchTopicMetadata({ topics: [topicName(stage.options.prefix, 'task', 1)] }),
    );
    expect(topics[0]!.partitions).toHaveLength(4);
  });

  it.each([
    ['compacted', { ...right, 'cleanup.policy': 'compact' }, 'cleanup.policy'],
    ['forgetting after a week', { ...right, 'retention.ms': '604800000' }, 'retention.ms'],
    ['forgetting beyond a size', { ...right, 'retention.bytes': '1000000' }, 'retention.bytes'],
    ['too narrow for large events', { ...right, 'max.message.bytes': '1000000' }, 'max.message.bytes'],
    [
      'led by a copy that lags',
      { ...right, 'unclean.leader.election.enable': 'true' },
      'unclean.leader.election.enable',
    ],
  ])('that are %s are refused at the start, and named in both languages', async (_, settings, setting) => {
    const name = topicName(stage.options.prefix, 'identity', 1);
    await configure(name, settings);
    try {
      await eventually('the brokers know', async () => (await refusal()) !== null);
      const error = (await refusal())!;
      expect(error.faults).toEqual([expect.objectContaining({ topic: name, setting })]);
      expect(error.message).toContain(`Kafka 主题 ${name} 的 ${setting} 为`);
      expect(error.message).toContain(`${setting} of the Kafka topic ${name} is`);
      await expect(stage.node()).rejects.toThrow(TopicsUnfit);
    } finally {
      await configure(name, right);
      await eventually('it is mended', async () => (await refusal()) === null);
    }
  });

  it('of a service that was never prepared are refused, and so are some that were lost', async () => {
    expect((await refusal(['task', 'volunteer']))!.faults).toEqual([
      { topic: topicName(stage.options.prefix, 'volunteer', 1), is: 'unknown' },
    ]);
    await prepareTopics(stage.options, register(), ['lost'], shape);
    const lost = topicName(stage.options.prefix, 'lost', 1);
    await admin((client) => client.deleteTopics({ topics: [lost] }));
    await eventually('it is gone', async () => (await refusal(['lost'])) !== null);
    expect((await refusal(['lost']))!.message).toMatch(
      /已登记，但集群中没有.*\n.*is registered, but the brokers have none/,
    );
    // Making it anew, empty, would pass for a whole history.
    await expect(prepareTopics(stage.options, register(), ['lost'], shape)).rejects.toThrow(TopicsUnfit);
  });

  it('to which somebody added partitions are refused; streams of those who run stay where they are', async () => {
    const node = await stage.node();
    const ref = { tenant: 'red', stream: 'task-1' };
    const book = new Book();
    await node.feed.subscribe(book.consumer('widened'));
    for (let version = 0; version < 10; version += 1) {
      await node.store.append(ref, { expectedVersion: version, events: [someEvent()], receipt: null });
      if (version !== 4) continue;
      await node.feed.settled();
      await admin((client) =>
        client.createPartitions({ topicPartitions: [{ topic: topicName(stage.options.prefix, 'task', 1), count: 7 }] }),
      );
    }
    await eventually('all ten, in order', () => book.effects.get('red/task-1')?.length === 10);
    expect((await refusal())!.faults).toEqual([
      {
        topic: topicName(stage.options.prefix, 'task', 1),
        is: 'wrong',
        setting: 'partitions',
        value: '7',
        wanted: '4',
      },
    ]);
    await node.close();
  });
});

describe('a topic of which messages were deleted', () => {
  it('holds up who has not read them, and says so, instead of passing over them', async () => {
    const cut = await Stage.open({ partitions: 1 });
    const said: string[] = [];
    const node = await cut.node({ log: { warn: () => undefined, error: (text) => void said.push(text) } });
    const append = (version: number) =>
      node.store.append(
        { tenant: 'red', stream: 'task-1' },
        { expectedVersion: version, events: [someEvent()], receipt: null },
      );
    for (let version = 0; version < 5; version += 1) await append(version);
    await node.feed.settled();
    const topic = topicName(cut.options.prefix, 'task', 1);
    await asAdmin(cut.options.brokers, async (client) => {
      await client.fetchTopicOffsets(topic); // or kafkajs does not know its leader
      await client.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });
    });
    const book = new Book();
    await node.feed.subscribe(book.consumer('cut'));
    await append(5);
    await append(6);
    await eventually('it is told', () => said.length > 0, 30_000);
    await wait(1_000);
    expect(said[0]).toMatch(/中没有偏移量 0：其中的事件已丢失。\n.*has no offset 0: events of it were lost/);
    expect(book.count).toBe(0);
    await expect(node.feed.replay(['task'])[Symbol.asyncIterator]().next()).rejects.toThrow('has no offset 0');

    // One that has read further than the topic goes: it was made anew under the same name.
    const beyond = new Book();
    beyond.positions.set('task 0', 1_000);
    said.length = 0;
    await node.feed.subscribe(beyond.consumer('beyond'));
    await eventually('it is told', () => said.some((text) => text.includes('1000')), 30_000);
    await append(7);
    await wait(1_000);
    expect(beyond.count).toBe(0);
    await cut.close();
  });
});
