import { setTimeout as pause } from 'node:timers/promises';
import {
  describeEngines,
  engines,
  freePort,
  proxyTo,
  startKafka,
  startMongo,
  startRedis,
  type PrivateEngine,
  type Proxy,
} from '../engines';
import { onEngines } from './ground';
import { breaches } from './invariants';
import { LARGE } from './ledger';
import { Load } from './load';
import { random } from './random';
import { World } from './world';

jest.setTimeout(300_000);

/** How long an engine is away (ms). */
const AWAY = 1_500;
/** How long one is frozen (ms): longer than the store's sockets wait for an answer. */
const FROZEN = 6_500;
/** Stated times, with room for a machine that does other things too (ms). I7. */
const ANSWERED = 45_000;
const RECOVERED = 60_000;

type Name = 'mongo' | 'kafka' | 'redis';
type Stage = Readonly<{ engine: PrivateEngine; proxy: Proxy }>;
type Fault = readonly [name: string, away: (stage: Stage) => Promise<void>];

const during = (work: (stage: Stage) => Promise<unknown>) => async (stage: Stage) => {
  await work(stage);
  await pause(AWAY);
  await stage.proxy.mend();
};

const FAULTS: readonly Fault[] = [
  [
    'killed by -9, then started on the same data',
    async ({ engine }) => {
      await engine.kill();
      await pause(AWAY);
      await engine.restart();
    },
  ],
  [
    'frozen for seconds',
    async ({ engine }) => {
      engine.pause();
      await pause(FROZEN);
      engine.resume();
    },
  ],
  ['cut off', during(({ proxy }) => proxy.cut())],
  ['far away, by half a second', during(({ proxy }) => proxy.spoil('latency', { latency: 500, jitter: 200 }))],
  [
    'heard in small pieces',
    during(({ proxy }) => proxy.spoil('slicer', { average_size: 40, size_variation: 20, delay: 200 })),
  ],
  ['cut short in the middle of an answer', during(({ proxy }) => proxy.spoil('limit_data', { bytes: 700 }))],
  [
    'cut short in the middle of what it is told',
    during(({ proxy }) => proxy.spoil('limit_data', { bytes: 900 }, 'upstream')),
  ],
];

describeEngines('Engines go away under load, and commands', () => {
  const stages = {} as Record<Name, Stage>;
  const started: PrivateEngine[] = [];
  const kept = async (starting: Promise<PrivateEngine>) => {
    started.push(await starting);
    return starting;
  };
  let probes = 0;
  let world: World;
  let load: Load;
  let end: () => void;
  let played: Promise<void>;

  beforeAll(async () => {
    const toxiproxy = (await engines.toxiproxy()).url;
    const [port, before] = [await freePort(), await freePort()];
    // First the way to it: Kafka answers nobody who cannot come by the address that it tells.
    const proxy = await proxyTo(toxiproxy, `127.0.0.1:${port}`, before);
    const [kafka, mongo, redis] = await Promise.all([
      kept(startKafka({ port, advertised: proxy.address })),
      kept(startMongo()),
      kept(startRedis()),
    ]);
    stages.kafka = { engine: kafka, proxy };
    stages.mongo = { engine: mongo, proxy: await proxyTo(toxiproxy, new URL(mongo.url).host) };
    stages.redis = { engine: redis, proxy: await proxyTo(toxiproxy, new URL(redis.url).host) };
    const settings = {
      CHUANGWEN_MONGO: `mongodb://${stages.mongo.proxy.address}/?directConnection=true`,
      CHUANGWEN_KAFKA: stages.kafka.proxy.address,
      CHUANGWEN_REDIS: `redis://${stages.redis.proxy.address}`,
    };
    const ready = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    end = over.resolve;
    played = onEngines(async (ground) => {
      world = await (await World.open(ground)).start();
      load = new Load(world, random(6));
      ready.resolve();
      await over.promise;
    }, settings);
    await Promise.race([ready.promise, played]);
    await load.answers(30, RECOVERED);
  });

  afterAll(async () => {
    await load?.stop();
    await world?.stop();
    end?.();
    await played;
    for (const { proxy } of Object.values(stages)) await proxy.remove();
    for (const engine of started) await engine.stop();
  });

  /** A new entry is in both views, by way of the brokers and the workflow. */
  async function shown(): Promise<void> {
    const ledgerId = `probe${(probes += 1)}`;
    await world.add({ id: 5_000_000 + probes, ledgerId, amount: LARGE });
    const until = Date.now() + RECOVERED;
    const there = async () => {
      const found = await Promise.all([world.ledgers.get('bureau', ledgerId), world.copies.get('bureau', ledgerId)]);
      return found.every((one) => one !== null);
    };
    while (!(await there())) {
      if (Date.now() > until) throw new Error(`views did not show it in ${RECOVERED} ms`);
      await pause(100);
    }
  }

  // Nobody here works jobs: of Redis it is enough that it is gone, and in each way in which it can be.
  const all = (['mongo', 'kafka', 'redis'] as const).flatMap((name) =>
    (name === 'redis' ? FAULTS.slice(0, 3) : FAULTS).map(([fault, away]) => [name, fault, away] as const),
  );

  it.each(all)('%s, %s: are answered or refused, and all goes on by itself', async (name, _, away) => {
    load.measure();
    const working = load.acknowledged;
    await away(stages[name]);
    await load.answers(20, RECOVERED);
    expect(load.client.wrong).toEqual([]);
    expect(load.slowest).toBeLessThan(ANSWERED);
    // Only the store decides whether a command is taken.
    if (name !== 'mongo') expect(load.refused).toBe(0);
    expect(load.acknowledged).toBeGreaterThan(working);
    await shown();
  });

  it('and in the end nothing is lost, doubled or out of order', async () => {
    await load.stop();
    await world.settled(RECOVERED);
    expect([...load.client.wrong, ...(await breaches(world, load.client.acknowledged))]).toEqual([]);
  });
});
