import { randomUUID } from 'node:crypto';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import mongoose, { Schema, type Connection } from 'mongoose';
import { describeEngines as describe, engines, proxyTo } from '.';

const own = randomUUID().slice(0, 8);

describe('Kafka', () => {
  it('hands out what was sent, by key and in order', async () => {
    const { url } = await engines.kafka();
    const kafka = new Kafka({ brokers: url.split(','), logLevel: logLevel.NOTHING });
    const [admin, producer, consumer] = [
      kafka.admin(),
      kafka.producer({ idempotent: true }),
      kafka.consumer({ groupId: own }),
    ];
    try {
      await admin.createTopics({ topics: [{ topic: own, numPartitions: 3 }], waitForLeaders: true });
      await producer.connect();
      await producer.send({ topic: own, messages: ['一', '二', '三'].map((value) => ({ key: '桐泽市', value })) });
      await consumer.subscribe({ topic: own, fromBeginning: true });
      const heard = await new Promise<string[]>((resolve) => {
        const values: string[] = [];
        void consumer.run({
          eachMessage: async ({ message }) => {
            if (values.push(String(message.value)) === 3) resolve(values);
          },
        });
      });
      expect(heard).toEqual(['一', '二', '三']);
    } finally {
      await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()]);
    }
  });
});

describe('MongoDB', () => {
  let connection: Connection;
  beforeAll(async () => {
    const { url } = await engines.mongo();
    connection = await mongoose.createConnection(url, { dbName: `engines-${own}` }).asPromise();
  });
  afterAll(async () => {
    await connection?.dropDatabase();
    await connection?.close();
  });

  it('commits a transaction whole, or not at all', async () => {
    const units = connection.model('Unit', new Schema({ name: String }));
    await units.createCollection();
    await connection.transaction(async (session) => {
      await units.create([{ name: '桐泽市' }, { name: '云岫区' }], { session, ordered: true });
    });
    const broken = connection.transaction(async (session) => {
      await units.create([{ name: '芦湾镇' }], { session });
      throw new Error('给回滚用');
    });
    await expect(broken).rejects.toThrow('给回滚用');
    expect((await units.find()).map(({ name }) => name).sort()).toEqual(['云岫区', '桐泽市']);
  });

  it('keeps what is unique unique', async () => {
    const schema = new Schema({ tenant: String, version: Number }).index({ tenant: 1, version: 1 }, { unique: true });
    const streams = connection.model('Stream', schema);
    await streams.init();
    await streams.create({ tenant: 'a', version: 1 });
    await expect(streams.create({ tenant: 'a', version: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  it('keeps files in GridFS', async () => {
    const db = connection.db;
    if (!db) throw new Error('not connected');
    const bucket = new mongoose.mongo.GridFSBucket(db);
    const file = Buffer.alloc(600_000, '创文');
    const upload = bucket.openUploadStream('a');
    await new Promise((resolve, reject) => upload.once('finish', resolve).once('error', reject).end(file));
    const chunks: Buffer[] = await bucket.openDownloadStream(upload.id).toArray();
    expect(Buffer.concat(chunks).equals(file)).toBe(true);
  });
});

describe('Redis', () => {
  it('keeps a value, and does a job of BullMQ', async () => {
    const { url } = await engines.redis();
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    const [queue, events] = [new Queue(own, { connection }), new QueueEvents(own, { connection })];
    const worker = new Worker(own, async ({ data }) => `${data.name}已办`, { connection });
    try {
      await connection.set(`${own}:a`, '桐泽市');
      expect(await connection.get(`${own}:a`)).toBe('桐泽市');
      expect(await connection.config('GET', 'maxmemory-policy')).toContain('noeviction');
      const job = await queue.add('remind', { name: '巡查' });
      expect(await job.waitUntilFinished(events)).toBe('巡查已办');
    } finally {
      await Promise.all([worker.close(), events.close(), queue.close()]);
      connection.disconnect();
    }
  });
});

describe('toxiproxy', () => {
  it('cuts a connection, and lets the next one through when it is mended', async () => {
    const [toxiproxy, redis] = await Promise.all([engines.toxiproxy(), engines.redis()]);
    const proxy = await proxyTo(toxiproxy.url, new URL(redis.url).host);
    const client = new Redis(`redis://${proxy.address}`, { maxRetriesPerRequest: 0, retryStrategy: () => 50 });
    client.on('error', () => {});
    try {
      expect(await client.ping()).toBe('PONG');
      await proxy.cut();
      await expect(client.ping()).rejects.toThrow();
      await proxy.mend();
      await proxy.spoil('latency', { latency: 300 });
      const began = performance.now();
      while ((await client.ping().catch(() => '')) !== 'PONG');
      expect(performance.now() - began).toBeGreaterThan(280);
    } finally {
      client.disconnect();
      await proxy.remove();
    }
  });
});
