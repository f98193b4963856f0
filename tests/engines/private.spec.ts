import { Redis } from 'ioredis';
import { mongo } from 'mongoose';
import { Kafka, logLevel } from 'kafkajs';
import { describeEngines, startKafka, startMongo, startRedis, type PrivateEngine } from '.';

const running: PrivateEngine[] = [];
async function started(engine: Promise<PrivateEngine>): Promise<PrivateEngine> {
  running.push(await engine);
  return engine;
}
afterEach(async () => {
  for (const engine of running.splice(0)) await engine.stop();
});

describeEngines('An engine of one’s own', () => {
  it('MongoDB, killed while it writes, keeps every write it acknowledged', async () => {
    const engine = await started(startMongo());
    const client = new mongo.MongoClient(engine.url, { serverSelectionTimeoutMS: 10_000 });
    try {
      const writeConcern = { w: 'majority', journal: true } as const;
      const events = client.db('engines').collection<{ _id: number }>('events', { writeConcern });
      const acknowledged: number[] = [];
      let killed = false;
      const writers = Array.from({ length: 16 }, async (_, writer) => {
        for (let n = writer; !killed; n += 16) {
          await events.insertOne({ _id: n }).then(
            () => acknowledged.push(n),
            () => (killed = true),
          );
        }
      });
      while (acknowledged.length < 600) await new Promise((wake) => setTimeout(wake, 10));
      const before = engine.pid;
      await engine.kill();
      killed = true;
      await engine.restart();
      await Promise.all(writers);
      expect(engine.pid).not.toBe(before);
      const kept = new Set((await events.find().toArray()).map(({ _id }) => _id));
      expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
    } finally {
      await client.close();
    }
  });

  it('MongoDB, standalone where a test asks for it, says that it is no replica set', async () => {
    const [set, alone] = await Promise.all([started(startMongo()), started(startMongo({ standalone: true }))]);
    expect(await setName(set.url)).toEqual(expect.any(String));
    expect(await setName(alone.url)).toBeUndefined();
  });

  it('Kafka, killed, keeps its topics and what was sent', async () => {
    const engine = await started(startKafka());
    const kafka = new Kafka({ brokers: [engine.url], logLevel: logLevel.NOTHING });
    const [admin, producer] = [kafka.admin(), kafka.producer()];
    try {
      await admin.createTopics({ topics: [{ topic: 'task', numPartitions: 2 }], waitForLeaders: true });
      await producer.connect();
      await producer.send({ topic: 'task', messages: [{ partition: 1, value: '一' }] });
      await engine.restart();
      expect(await admin.fetchTopicOffsets('task')).toContainEqual(
        expect.objectContaining({ partition: 1, offset: '1' }),
      );
    } finally {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    }
  });

  it('Redis, paused, answers when it is let go on; killed, keeps what it wrote', async () => {
    const engine = await started(startRedis());
    const client = new Redis(engine.url, { retryStrategy: () => 50 });
    client.on('error', () => {});
    try {
      await client.set('a', '1');
      engine.pause();
      const waiting = client.get('a');
      const first = await Promise.race([waiting, new Promise((wake) => setTimeout(() => wake('silence'), 300))]);
      expect(first).toBe('silence');
      engine.resume();
      expect(await waiting).toBe('1');
      await engine.restart();
      expect(await client.get('a')).toBe('1');
    } finally {
      client.disconnect();
    }
  });

  it('that does not start says why, with what it wrote into its log', async () => {
    await expect(startRedis(['--no-such-setting', 'yes'])).rejects.toThrow(/Redis ended[^]*no-such-setting/);
  });
});

async function setName(url: string): Promise<string | undefined> {
  const client = new mongo.MongoClient(url);
  try {
    return (await client.db('admin').command({ hello: 1 }))['setName'];
  } finally {
    await client.close();
  }
}
