import {
  growTopic,
  MessageCodec,
  openEventStore,
  Outbox,
  partitionOf,
  Publisher,
  Relay,
  TopicRegister,
  topicName,
} from '@chuangwen/adapters-distributed';
import { mongo as driver } from 'mongoose';
import { eventually, someEvent, wait } from '@chuangwen/ports/conformance';
import { Book, lying, outOfOrder } from './book';
import { asAdmin } from './raw';
import { Stage, type Node } from './stage';

const STREAMS = 12;

/** Writes one event after another into each stream until it is told to stop. Resolves with how many each has then. */
function writing(node: Node): () => Promise<number> {
  let going = true;
  const one = async () => {
    let version = 0;
    for (; going; version += 1) {
      await Promise.all(
        Array.from({ length: STREAMS }, (_, at) =>
          node.store.append(
            { tenant: at % 2 ? 'red' : 'blue', stream: `task-${at}` },
            { expectedVersion: version, events: [someEvent()], receipt: null },
          ),
        ),
      );
      await wait(150);
    }
    return version;
  };
  const done = one();
  return () => {
    going = false;
    return done;
  };
}
const grown = async (stage: Stage, partitions: number, told?: () => void) =>
  growTopic(
    stage.options,
    new TopicRegister(stage.database.db),
    { service: 'task', db: stage.database.db },
    { partitions, replication: 1 },
    told,
  );
/** What a relay that sends nothing says when events go to this generation. */
function backlogOf({ database, options }: Stage, generation: number): Promise<number> {
  const leases = { held: () => [], holds: () => false, start: () => undefined, stop: () => Promise.resolve() };
  const name = topicName(options.prefix, 'task', generation);
  return new Relay({
    outbox: new Outbox(database.db),
    leases,
    publisher: new Publisher(options),
    codec: new MessageCodec(options.signingKey),
    topic: () => ({ service: 'task', generation, name, partitions: 3 }),
    log: options.log!,
  }).backlog();
}
const all = (versions: number) => Array.from({ length: versions }, (_, at) => at + 1);
const whole = (book: Book, versions: number) =>
  book.effects.size === STREAMS && [...book.effects.values()].every((seen) => seen.length === versions);

describe('a topic is given more partitions while events are written', () => {
  let stage: Stage;
  let [one, two]: Node[] = [];
  beforeAll(async () => {
    stage = await Stage.open({ partitions: 2 });
    [one, two] = [await stage.node(), await stage.node()];
  });
  afterAll(() => stage.close());
  const positions = (book: Book) =>
    [...book.positions].filter(([, next]) => next > 0).map(([key]) => Number(key.split(' ')[1]));
  const early = new Book();

  it('who reads it goes on where it is, hears each event once, in order, and nothing of what it knows', async () => {
    await one!.feed.subscribe(early.consumer('early'));
    await two!.feed.subscribe(early.consumer('early'));
    const stop = writing(one!);
    await eventually('some are read', () => early.count >= 25 * STREAMS, 90_000);
    await grown(stage, 5);
    const atGrowth = early.count;
    await eventually('more are read', () => early.count >= atGrowth + 3 * STREAMS, 60_000);
    const versions = await stop();
    await eventually('all are read', () => whole(early, versions), 60_000);
    expect(Math.max(...positions(early))).toBeGreaterThanOrEqual(1000);
    // A few that came to both; the history before is not heard again.
    expect(early.dropped).toBeLessThan(atGrowth);
    const events = await lying(one!.feed);
    expect(outOfOrder(events)).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(versions * STREAMS);
    const name = topicName(stage.options.prefix, 'task', 2);
    const topic = { service: 'task', generation: 2, name, partitions: 5 };
    for await (const { partition, events } of one!.feed.replay(['task']))
      for (const { tenant, stream } of events) expect(partition).toBe(1000 + partitionOf(topic, `${tenant}/${stream}`));
  });

  it('stands at the end of both, so that nothing seems to be behind', async () => {
    for (const { partition, next } of await one!.feed.ends(['task']))
      await eventually(`partition ${partition}`, () => (early.positions.get(`task ${partition}`) ?? 0) === next);
    const rebuilt = new Book();
    for await (const delivery of one!.feed.replay(['task'])) rebuilt.take(delivery);
    expect(rebuilt.pages).toEqual(early.pages);
    for (const [place, next] of early.positions) expect(rebuilt.positions.get(place) ?? 0).toBeGreaterThanOrEqual(next);
  });

  it('who is new begins in the new one; who was away reads the old one to its end first', async () => {
    const versions = early.count / STREAMS;
    const fresh = new Book();
    const freshly = await one!.feed.subscribe(fresh.consumer('fresh'));
    await eventually('all', () => whole(fresh, versions), 60_000);
    expect(Math.min(...positions(fresh))).toBeGreaterThanOrEqual(1000);
    await freshly.stop();

    const away = new Book();
    const old = new Map<string, number>();
    for await (const { partition, next, events } of one!.feed.replay(['task'], { partition: 0 })) {
      away.take({ topic: 'task', partition, next: 1, events: events.slice(0, 1) });
      old.set('first', next);
      break;
    }
    const backAgain = await one!.feed.subscribe(away.consumer('away'));
    await eventually('all', () => whole(away, versions), 60_000);
    expect(positions(away).filter((partition) => partition < 1000).length).toBeGreaterThan(0);
    expect(positions(away).filter((partition) => partition >= 1000).length).toBeGreaterThan(0);
    await backAgain.stop();
  });

  it('can be done again, and by others after it was broken off', async () => {
    const before = early.count / STREAMS;
    const register = new TopicRegister(stage.database.db);
    const [entry] = await register.find(['task']);
    // Broken off after the topic was entered and before anything was written.
    await register.replace(entry!, { ...entry!, next: { generation: 3, partitions: 3, turned: false } });
    await wait(1_500);
    await grown(stage, 99);
    const ref = { tenant: 'blue', stream: 'task-0' };
    await two!.store.append(ref, { expectedVersion: before, events: [someEvent()], receipt: null });
    await eventually('it is heard', () => early.effects.get('blue/task-0')?.length === before + 1, 60_000);
    const partitions = async () => (await one!.feed.ends(['task'])).map(({ partition }) => partition).join();
    await eventually('everybody knows', async () => (await partitions()) === '2000,2001,2002');
    expect(early.effects.get('blue/task-0')).toEqual(all(before + 1));
  });
});

it('of two growths at once only one says where readers leave the old topic and begin in the new one', async () => {
  const stage = await Stage.open({ partitions: 2 });
  const register = new TopicRegister(stage.database.db);
  const [entry] = await register.find(['task']);
  const next = { generation: 2, partitions: 3, turned: false };
  const begun = { ...entry!, next };
  expect(await register.replace(entry!, begun)).toBe(true);
  const turned = (at: number) => ({ ...begun, next: { ...next, turned: true, starts: [at], endsBefore: [at] } });
  expect(await register.replace(begun, turned(1))).toBe(true);
  expect(await register.replace(begun, turned(2))).toBe(false);
  expect(await register.find(['task'])).toEqual([turned(1)]);
  await stage.close();
});

it('of more appends than one question can name, those are found that still wait', async () => {
  const stage = await Stage.open({ partitions: 1 });
  const store = await openEventStore(stage.database.db);
  await store.append({ tenant: 'red', stream: 'task-0' }, { expectedVersion: 0, events: [someEvent()], receipt: null });
  const outbox = new Outbox(stage.database.db);
  const waiting = await outbox.waiting(1);
  expect(waiting).toHaveLength(1);
  const done = Array.from({ length: 25_000 }, () => new driver.ObjectId());
  const find = jest.spyOn(driver.Collection.prototype, 'find');
  expect(await outbox.stillWaiting([...done, ...waiting], 1)).toEqual(waiting);
  const asked = find.mock.calls.map(([filter]) => (filter as unknown as { _id: { $in: unknown[] } })._id.$in.length);
  find.mockRestore();
  expect(asked).toEqual([10_000, 10_000, 5_001]);
  await stage.close();
});

describe('a topic that was lost', () => {
  it('is filled anew from the store, and whoever had read of it hears all of it', async () => {
    const stage = await Stage.open({ partitions: 2 });
    let node = await stage.node();
    const book = new Book();
    const subscription = await node.feed.subscribe(book.consumer('lost'));
    const stop = writing(node);
    await eventually('some are read', () => book.count >= 2 * STREAMS, 60_000);
    const versions = await stop();
    await eventually('all are read', () => whole(book, versions), 60_000);
    await subscription.stop();
    await node.close();
    await asAdmin(stage.options.brokers, (client) =>
      client.deleteTopics({ topics: [topicName(stage.options.prefix, 'task', 1)] }),
    );
    await eventually('it is refused', async () => {
      const opened = await stage.node().catch(() => null);
      await opened?.close();
      return opened === null;
    });
    const brokenOff = () => {
      throw new Error('broken off');
    };
    await expect(grown(stage, 3, brokenOff)).rejects.toThrow('broken off');
    // All of it was in the topic that is lost; a part of it is in the new one.
    expect(await backlogOf(stage, 1)).toBe(0);
    const lacking = await backlogOf(stage, 2);
    expect(lacking).toBeGreaterThan(0);
    expect(lacking).toBeLessThan(versions * STREAMS);
    const waiting = jest.spyOn(Outbox.prototype, 'waiting');
    await grown(stage, 3);
    // However large the history is, what is asked for by name is little.
    await expect(waiting.mock.results[0]!.value).resolves.toEqual([]);
    waiting.mockRestore();
    expect(await backlogOf(stage, 2)).toBe(0);
    node = await stage.node();
    await node.feed.subscribe(book.consumer('lost'));
    const ref = { tenant: 'blue', stream: 'task-0' };
    await node.store.append(ref, { expectedVersion: versions, events: [someEvent()], receipt: null });
    await eventually('it is heard', () => book.effects.get('blue/task-0')?.length === versions + 1, 60_000);
    expect(outOfOrder(await lying(node.feed))).toEqual([]);
    await stage.close();
  });
});
