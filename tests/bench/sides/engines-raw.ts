import { randomUUID } from 'node:crypto';
import { prepareTopics, TopicRegister, topicName } from '@chuangwen/adapters-distributed';
import { Kafka, logLevel } from 'kafkajs';
import { Database } from '../../distributed/database';
import { engines } from '../../engines';
import { drive, withFacts } from '../drive';
import type { Side } from '../measure';
import { reportOf, taskOf, TENANT } from '../workload';
import { facts, PARTITIONS } from './engines';

const BATCH = 500;

/** What MongoDB alone can do: one document, one unique index, acknowledged by a majority that has it on disk. No receipt, no hash. */
export const rawMongo: Side = {
  seed: async () => undefined,
  tasks: {
    async append(job) {
      const database = await Database.open();
      const rows = database.db.collection('raw');
      await rows.createIndex({ tenant: 1, stream: 1, version: 1 }, { unique: true });
      const measured = await drive(job, (i) => rows.insertOne(rowOf(i)));
      await database.close();
      return withFacts(measured, await facts());
    },
  },
};

function rowOf(i: number) {
  const stream = taskOf(i);
  const [correlation, causation] = [randomUUID(), randomUUID()];
  const data = Buffer.from(JSON.stringify(reportOf(stream, 1)));
  return {
    tenant: TENANT,
    stream,
    version: 1,
    type: 'task.reported',
    recordedAt: new Date(),
    correlation,
    causation,
    data,
  };
}

/** What kafkajs alone can do: batches of keys and data, acknowledged by all copies, one at a time. No headers, no signature. */
export const rawKafka: Side = {
  seed: async () => undefined,
  tasks: {
    async relay(job) {
      const [{ url }, database] = [await engines.kafka(), await Database.open()];
      const options = {
        brokers: url.split(','),
        prefix: `t${randomUUID().slice(0, 8)}`,
        signingKey: Buffer.alloc(32, 7),
      };
      const shape = { partitions: PARTITIONS, replication: 1 };
      await prepareTopics(options, new TopicRegister(database.db), ['task'], shape);
      const producer = new Kafka({ brokers: options.brokers, logLevel: logLevel.NOTHING }).producer({
        allowAutoTopicCreation: false,
        maxInFlightRequests: 1,
      });
      await producer.connect();
      const topic = topicName(options.prefix, 'task', 1);
      const messageOf = (i: number) => {
        return { key: `${TENANT}/${taskOf(i)}`, value: Buffer.from(JSON.stringify(reportOf(taskOf(i), 1))) };
      };
      const batches = { ...job, count: Math.ceil(job.count / BATCH), warmup: Math.ceil(job.warmup / BATCH) };
      const size = Math.min(BATCH, job.count);
      const measured = await drive(batches, (batch) => {
        const messages = Array.from({ length: size }, (_, i) => messageOf(batch * size + i));
        return producer.send({ topic, messages, acks: -1 });
      });
      await producer.disconnect();
      await database.close();
      const of = { ...measured, perSecond: measured.perSecond * size, cpuUs: measured.cpuUs / size };
      return withFacts(of, await facts());
    },
  },
};
