import type { Admin } from 'kafkajs';
import { setTimeout as wait } from 'node:timers/promises';
import { current, isSignedBy, topicOf, type Entry } from './generations';
import { KafkaUnfit } from './kafka-unfit';
import { kafkaClient, type KafkaOptions } from './options';
import type { TopicRegister } from './register';
import { fingerprintOf } from './signature';
import { faultsOf, settingsFor } from './topic-settings';
import { TopicsUnfit, type TopicFault } from './topics-unfit';
import type { Topic } from './topic';

export type TopicShape = Readonly<{
  /** When a service's topic is made. */ partitions: number;
  /** Copies. */ replication: number;
}>;

/** How long (ms) a new topic may take to be known to the brokers. */
const KNOWN = 30_000;

/** Makes the topics of these services and enters them, with the fingerprint of who signs. Harmless where they are there; throws TopicsUnfit where they are not as they must be. */
export async function prepareTopics(
  options: KafkaOptions,
  register: TopicRegister,
  services: readonly string[],
  shape: TopicShape,
): Promise<void> {
  const signer = fingerprintOf(options.signingKey);
  await withAdmin(options, async (admin) => {
    const entries = await register.find(services);
    const entered = new Set(entries.map(({ _id }) => _id));
    const there = new Set(await admin.listTopics());
    for (const service of services.filter((one) => !entered.has(one))) {
      const topic = topicOf(options.prefix, service, { generation: 1, partitions: shape.partitions });
      // One that is there without an entry is of a set-up that was broken off; its partitions are as they are.
      const partitions = there.has(topic.name)
        ? await partitionsOf(admin, topic)
        : await createTopic(admin, topic, shape);
      await register.enter(service, { generation: 1, partitions, signer });
    }
    // Where somebody changes the entry at this moment it is left to the next time.
    for (const entry of entries.filter((one) => current(one).signer === undefined)) {
      const generations = [...entry.generations.slice(0, -1), { ...current(entry), signer }];
      await register.replace(entry, { ...entry, generations });
    }
  });
  await requireTopics(options, register, services);
}

/** Throws TopicsUnfit unless each of these services has its topics, all as they must be, signed with the key in `options`. Resolves with their entries. */
export async function requireTopics(
  options: KafkaOptions,
  register: TopicRegister,
  services: readonly string[],
): Promise<Entry[]> {
  const entries = await register.find(services);
  const faults: TopicFault[] = services
    .filter((service) => !entries.some(({ _id }) => _id === service))
    .map((service) => ({
      topic: topicOf(options.prefix, service, { generation: 1, partitions: 0 }).name,
      is: 'unknown',
    }));
  const signer = fingerprintOf(options.signingKey);
  for (const entry of entries.filter((one) => !isSignedBy(current(one), signer)))
    faults.push({ topic: topicOf(options.prefix, entry._id, current(entry)).name, is: 'foreign' });
  const topics = entries.map((entry) => topicOf(options.prefix, entry._id, current(entry)));
  await withAdmin(options, async (admin) => {
    const there = new Set(await admin.listTopics());
    for (const { name } of topics.filter((topic) => !there.has(topic.name)))
      faults.push({ topic: name, is: 'missing' });
    faults.push(
      ...(await faultsOf(
        admin,
        topics.filter(({ name }) => there.has(name)),
      )),
    );
  });
  if (faults.length > 0) throw new TopicsUnfit(faults);
  return entries;
}

/** Resolves with its number of partitions once the brokers know it. */
export async function createTopic(
  admin: Admin,
  { name, partitions }: Topic,
  { replication }: Pick<TopicShape, 'replication'>,
): Promise<number> {
  const configEntries = Object.entries(settingsFor(replication)).map(([key, value]) => ({ name: key, value }));
  const topics = [{ topic: name, numPartitions: partitions, replicationFactor: replication, configEntries }];
  // kafkajs would wait by itself, and fails where a broker has not heard of the topic yet.
  await admin.createTopics({ topics, waitForLeaders: false });
  for (const until = Date.now() + KNOWN; ;) {
    const found = await admin.fetchTopicMetadata({ topics: [name] }).catch((error: unknown) => error as Error);
    if (!(found instanceof Error) && found.topics[0]!.partitions.every(({ leader }) => leader >= 0)) return partitions;
    if (Date.now() > until) throw new Error(`The topic ${name} got no leaders`, { cause: found });
    await wait(100);
  }
}

async function partitionsOf(admin: Admin, { name }: Topic): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  return topics[0]!.partitions.length;
}

export async function withAdmin<T>(options: KafkaOptions, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaClient(options).admin();
  try {
    await admin.connect().catch((error: unknown) => {
      throw new KafkaUnfit(options.brokers, { cause: error });
    });
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
