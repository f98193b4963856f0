import type { ServicePorts } from '@chuangwen/ports';

export { migrateBlobs } from './blobs/documents';
export { openBlobs } from './blobs/open';
export { BUCKETS, bucketOf, storedEvents, type AppendDocument } from './events/append-document';
export { migrateEvents } from './events/indexes';
export { openEventStore } from './events/open-event-store';
export { Outbox } from './events/outbox';
export { MongoEventStore, type EventStoreOptions } from './events/store';
export { BullJobQueue, type BullJobOptions } from './jobs/queue';
export { MessageRefused } from './feed/codec';
export { KafkaEventFeed } from './feed/feed';
export type { Refused } from './feed/inbox';
export { KafkaFeeds, openKafka, type ServiceFeed } from './feed/open';
export type { KafkaOptions } from './feed/options';
export { TopicRegister } from './feed/register';
export { prepareTopics, requireTopics, type TopicShape } from './feed/setup';
export { TopicsUnfit } from './feed/topics-unfit';
export { MasterKeyWrong, migrateKeys } from './keys/collections';
export { MongoKeyVault, openKeyVault } from './keys/vault';
export { KeyDamaged } from './keys/wrapping';
export { answered, meaningOf } from './mongo/errors';
export { IndexesMissing, migrateIndexes, requireIndexes, type Index } from './mongo/indexes';
export { Mongo, openMongo, type MongoOptions } from './mongo/open';
export { MongoUnfit } from './mongo/unfit';
export { migratePrivate } from './private/entry-document';
export { openPrivate } from './private/open';
export { openRedis, Redis } from './redis/open';
export { RedisUnfit } from './redis/unfit';

export declare function openDistributed(
  o: object,
): Promise<{ ports(service: string): ServicePorts; close(): Promise<void> }>;
export declare function prepareDistributed(
  o: object,
  s: readonly string[],
  told: (text: string) => void,
): Promise<void>;
