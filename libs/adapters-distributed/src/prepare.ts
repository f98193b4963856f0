import { migrateBlobs } from './blobs/documents';
import { migrateEvents } from './events/indexes';
import { growTopic } from './feed/grow';
import { TopicRegister } from './feed/register';
import { prepareTopics, type TopicShape } from './feed/setup';
import { migrateKeys } from './keys/collections';
import { openMongo } from './mongo/open';
import { migratePrivate } from './private/entry-document';
import { openRedis } from './redis/open';
import { databasesOf, kafkaOptions, type EngineSettings } from './settings';
import { migrateViews } from './views/open';

/**
 * Makes what the services want to find: indexes, the vault, topics. Harmless again; a larger number of partitions has no effect on a
 * topic that is there. `told` hears of each step. Throws MongoUnfit, RedisUnfit, TopicsUnfit.
 */
export async function prepareDistributed(
  settings: EngineSettings & TopicShape,
  services: readonly string[],
  told: (text: string) => void,
): Promise<void> {
  const names = databasesOf(settings.prefix);
  const mongo = await openMongo(settings.mongo, { database: names.installation, unhurried: true });
  try {
    await (await openRedis(settings.redis)).close();
    await migrateKeys(mongo.db(names.keys));
    for (const service of services) {
      const db = mongo.db(names.of(service));
      for (const migrate of [migrateEvents, migrateViews, migrateBlobs, migratePrivate]) await migrate(db);
      told(`索引 Indexes: ${db.databaseName}`);
    }
    const register = new TopicRegister(mongo.db(names.installation));
    await prepareTopics(kafkaOptions(settings), register, services, settings);
    told(`主题 Topics: ${services.map((service) => `${settings.prefix}.${service}`).join(', ')}`);
  } finally {
    await mongo.close();
  }
}

/**
 * Gives a service a topic of so many partitions, filled from its store, while everything runs; one that was lost is made anew. Broken off, it
 * is called again. `told` hears how many appends were written so far. Throws GrowthInterrupted, StorageUnavailable.
 */
export async function growDistributed(
  settings: EngineSettings & TopicShape,
  service: string,
  told: (appends: number) => void,
): Promise<void> {
  const names = databasesOf(settings.prefix);
  const mongo = await openMongo(settings.mongo, { database: names.installation, unhurried: true });
  try {
    const register = new TopicRegister(mongo.db(names.installation));
    await growTopic(kafkaOptions(settings), register, { service, db: mongo.db(names.of(service)) }, settings, told);
  } finally {
    await mongo.close();
  }
}
