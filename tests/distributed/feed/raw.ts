import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type Admin, type EachMessagePayload, type Message } from 'kafkajs';

const client = (brokers: readonly string[]) => new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

/** Puts messages into a topic as anybody could who reaches the brokers. */
export async function put(brokers: readonly string[], topic: string, messages: readonly Message[]): Promise<void> {
  const producer = client(brokers).producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    for (const message of messages) await producer.send({ topic, acks: -1, messages: [message] });
  } finally {
    await producer.disconnect();
  }
}

export async function asAdmin<T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client(brokers).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** All that lies in these topics now, each partition in its order, as anybody reads it. */
export async function everything(brokers: readonly string[], topics: readonly string[]): Promise<EachMessagePayload[]> {
  const offsets = await asAdmin(brokers, (admin) =>
    Promise.all(topics.map(async (topic) => (await admin.fetchTopicOffsets(topic)).map((one) => Number(one.high)))),
  );
  let missing = offsets.flat().reduce((sum, high) => sum + high, 0);
  const found: EachMessagePayload[] = [];
  const consumer = client(brokers).consumer({ groupId: `raw-${randomUUID()}` });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await new Promise<void>((done, failed) => {
      if (missing === 0) done();
      consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error));
      const eachMessage = async (message: EachMessagePayload) => {
        found.push(message);
        if (--missing === 0) done();
      };
      consumer.run({ eachMessage, autoCommit: false }).catch(failed);
    });
  } finally {
    await consumer.disconnect();
  }
  return found;
}
