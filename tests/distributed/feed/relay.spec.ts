import {
  BrokerLog,
  Leases,
  MessageCodec,
  type Mongo,
  openEventStore,
  openMongo,
  Outbox,
  Publisher,
  partitionOf,
  Relay,
  topicName,
  type RelayParts,
  type Topic,
} from '@chuangwen/adapters-distributed';
import type { StreamRef } from '@chuangwen/contracts';
import type { EventStore } from '@chuangwen/ports';
import { eventually, someEvent, someRef, wait } from '@chuangwen/ports/conformance';
import { engines, proxyTo } from '../../engines';
import { Book, lying, outOfOrder } from './book';
import { asAdmin } from './raw';
import { signingKey, Stage } from './stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

async function append(store: EventStore, ref: StreamRef, count = 1): Promise<void> {
  const { version } = await store.read(ref);
  const events = Array.from({ length: count }, () => someEvent());
  await store.append(ref, { expectedVersion: version, events, receipt: null });
}

describe('F4: an append that is under way while another one, begun later, is published', () => {
  it('is published when it is there, also where it stands before the other in every order', async () => {
    const node = await stage.node();
    const toxiproxy = (await engines.toxiproxy()).url;
    const link = await proxyTo(toxiproxy, new URL(stage.database.url).host);
    const slow = await openMongo(`mongodb://${link.address}/?directConnection=true`, { database: stage.database.name });
    try {
      const delayed = await openEventStore(slow.db(stage.database.name));
      const before: StreamRef = { tenant: 'a', stream: 'task-1' };
      const others = Array.from({ length: 8 }, (_, at): StreamRef => ({ tenant: 'b', stream: `task-${at}` }));
      await append(delayed, before); // its head is known from now on, so that only the insert is to come
      const book = new Book();
      const subscription = await node.feed.subscribe(book.consumer('f4'));
      await eventually('the first', () => book.count === 1);
      await link.spoil('latency', { latency: 3000 }, 'upstream');
      const late = delayed.append(before, { expectedVersion: 1, events: [someEvent()], receipt: null });
      await Promise.all(others.map((other) => append(node.store, other, 2)));
      await eventually('all that began later', () => book.count === 17);
      expect(book.effects.get('a/task-1')).toEqual([1]);
      await late;
      await eventually('the late one', () => book.effects.get('a/task-1')!.length === 2);
      await subscription.stop();
      expect(outOfOrder(await lying(node.feed))).toEqual([]);
    } finally {
      await slow.close();
      await link.remove();
      await node.close();
    }
  });
});

const everywhere = { held: () => Array.from({ length: 32 }, (_, at) => at), holds: () => true };
/** A relay whose buckets, publisher and topic a test holds in its hand. */
const relayWith = (parts: Partial<RelayParts>) =>
  new Relay({
    outbox: new Outbox(stage.database.db),
    leases: { ...everywhere, start: () => undefined, stop: async () => undefined },
    publisher: new Publisher(stage.options),
    codec: new MessageCodec(signingKey),
    topic: () => topic(1),
    log: stage.options.log!,
    ...parts,
  });
const topic = (generation: number): Topic => {
  const name = topicName(stage.options.prefix, 'task', generation);
  return { service: 'task', generation, name, partitions: 4 };
};
/** Versions of a stream as they lie in a topic. */
async function versionsIn(at: Topic, ref: StreamRef): Promise<number[]> {
  const brokers = new BrokerLog(stage.options);
  const partition = partitionOf(at, `${ref.tenant}/${ref.stream}`);
  const [ends] = await brokers.ends([at]);
  const versions: number[] = [];
  for (let from = 0; from < ends![partition]!;) {
    const messages = await brokers.page(at, partition, from);
    from = Number(messages.at(-1)!.offset) + 1;
    const events = messages.map((message) => new MessageCodec(signingKey).decode(at, partition, message));
    versions.push(...events.filter(({ stream }) => stream === ref.stream).map(({ version }) => version));
  }
  await brokers.close();
  return versions;
}

describe('a relay that goes on in the middle of a stream', () => {
  /** So large that each fills a message to the brokers by itself, and a page ends behind it. */
  const large = () => someEvent({ data: Buffer.alloc(1_200_000, 'x') });
  const stream = async (count: number): Promise<StreamRef> => {
    const store = await openEventStore(stage.database.db);
    const ref = someRef();
    for (let version = 0; version < count; version += 1)
      await store.append(ref, { expectedVersion: version, events: [large()], receipt: null });
    return ref;
  };
  /** Two appends at a time. */
  const inPages = () => {
    const outbox = new Outbox(stage.database.db);
    return Object.assign(Object.create(outbox) as Outbox, {
      unpublished: (...[buckets, generation, , after]: Parameters<Outbox['unpublished']>) =>
        outbox.unpublished(buckets, generation, 2, after),
    });
  };

  it('leaves out nothing where it loses its bucket for a moment', async () => {
    const ref = await stream(5);
    let asked = 0;
    const holds = () => ++asked !== 2; // not when the second one’s turn comes
    const leases = { ...everywhere, holds, start: () => undefined, stop: async () => undefined };
    const relay = relayWith({ outbox: inPages(), leases });
    relay.start();
    await relay.settled();
    await relay.stop();
    expect(asked).toBeGreaterThan(2);
    expect(await versionsIn(topic(1), ref)).toEqual([1, 2, 3, 4, 5]);
  });

  it('begins anew where the topic is another one', async () => {
    await asAdmin(stage.options.brokers, (admin) =>
      admin.createTopics({
        waitForLeaders: false,
        topics: [
          { topic: topic(2).name, numPartitions: 4, configEntries: [{ name: 'max.message.bytes', value: '20971520' }] },
        ],
      }),
    );
    const ref = await stream(5);
    let sent = 0;
    class Counted extends Publisher {
      override async send(...[to, messages]: Parameters<Publisher['send']>): Promise<void> {
        await super.send(to, messages);
        sent += messages.length;
      }
    }
    const publisher = new Counted(stage.options);
    const relay = relayWith({ outbox: inPages(), publisher, topic: () => topic(sent < 2 ? 1 : 2) });
    relay.start();
    await eventually(
      'all are in the new one',
      async () => (await new Outbox(stage.database.db).waiting(2)).length === 0,
      30_000,
    );
    await relay.stop();
    expect(await versionsIn(topic(2), ref)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('a relay that was frozen over its message', () => {
  it('puts duplicates there when it wakes, each behind all before it, and consumers see one effect', async () => {
    const ref = someRef();
    let thaw = (): void => undefined;
    const thawed = new Promise<void>((resolve) => (thaw = resolve));
    class Frozen extends Publisher {
      override async send(...[topic, messages]: Parameters<Publisher['send']>): Promise<void> {
        await thawed;
        await super.send(topic, messages);
      }
    }
    const zombie = relayWith({ publisher: new Frozen(stage.options) });
    const quiet = await openEventStore(stage.database.db);
    await append(quiet, ref, 3);
    zombie.start();
    await wait(300); // it has read the three and is about to send them
    const node = await stage.node();
    await append(node.store, ref, 2);
    await node.feed.settled();
    const book = new Book();
    const subscription = await node.feed.subscribe(book.consumer('zombie'));
    await eventually('five', () => (book.effects.get(`${ref.tenant}/${ref.stream}`) ?? []).length === 5);
    thaw();
    await zombie.stop();
    await append(node.store, ref, 1);
    await eventually('six', () => (book.effects.get(`${ref.tenant}/${ref.stream}`) ?? []).length === 6);
    await subscription.stop();
    const versions = (await lying(node.feed))
      .filter(({ stream }) => stream === ref.stream)
      .map(({ version }) => version);
    expect(versions).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 6]);
    expect(book.dropped).toBeGreaterThanOrEqual(3);
    await node.close();
  });
});

describe('buckets', () => {
  const buckets = 32;
  const opened: { leases: Leases; mongo: Mongo }[] = [];
  afterEach(async () => {
    for (const { leases, mongo } of opened.splice(0)) {
      await leases.stop();
      await mongo.close();
    }
  });
  const instance = async (more: Partial<ConstructorParameters<typeof Leases>[1]> = {}) => {
    const mongo = await stage.database.another();
    const leases = new Leases(
      mongo.db(stage.database.name),
      { buckets, life: 900, beat: 150, ...more },
      () => undefined,
    );
    leases.start();
    opened.push({ leases, mongo });
    return { leases, mongo };
  };
  const shares = (...all: { leases: Leases }[]) => all.map(({ leases }) => leases.held().length);
  const apart = (...all: { leases: Leases }[]) => new Set(all.flatMap(({ leases }) => leases.held())).size === buckets;

  it('are shared fairly, taken over from the dead a lifetime later, and from those who stop at once', async () => {
    const first = await instance();
    await eventually('all are its own', () => shares(first)[0] === 32);
    const second = await instance();
    const third = await instance();
    const fair = () => Math.max(...shares(first, second, third)) <= 11 && apart(first, second, third);
    await eventually('each has its share', fair);
    const fences = async () =>
      (await stage.database.db.collection('relay_buckets').find().toArray()).map(({ fence }) => fence as number);
    const before = await fences();

    await second.mongo.close(); // it can beat no more, and knows it
    const died = performance.now();
    await eventually('its share is theirs', () => apart(first, third));
    expect(performance.now() - died).toBeGreaterThan(600);
    expect(shares(second)).toEqual([0]);
    const after = await fences();
    expect(after.every((fence, at) => fence >= before[at]!)).toBe(true);
    expect(after.filter((fence, at) => fence > before[at]!).length).toBeGreaterThanOrEqual(10);

    await third.leases.stop();
    const stopped = performance.now();
    await eventually('all are the first’s', () => shares(first)[0] === 32);
    expect(performance.now() - stopped).toBeLessThan(5_000);
    await first.leases.stop();
    expect(await stage.database.db.collection('relay_instances').countDocuments()).toBe(0);
  });
});
