import type { ServicePorts } from '@chuangwen/ports';
import { openBlobs } from './blobs/open';
import { openEventStore } from './events/open-event-store';
import { countsOf } from './feed/inbox';
import { openKafka, type KafkaFeeds, type ServiceFeed } from './feed/open';
import { TopicRegister } from './feed/register';
import { BullJobQueue } from './jobs/queue';
import { openKeyVault, type MongoKeyVault } from './keys/vault';
import { openMongo, type Mongo } from './mongo/open';
import { openPrivate } from './private/open';
import { openRedis, type Redis } from './redis/open';
import { databasesOf, kafkaOptions, type EngineSettings } from './settings';
import { openReadModels } from './views/open';

/**
 * Handles of these services on the engines, each checked to be as the stores need it. Throws MongoUnfit, RedisUnfit,
 * TopicsUnfit, IndexesMissing, MasterKeyWrong: words for an operator.
 */
export async function openDistributed(
  settings: EngineSettings,
  services: readonly string[],
): Promise<DistributedStorage> {
  const names = databasesOf(settings.prefix);
  const mongo = await openMongo(settings.mongo, { database: names.installation });
  const opened: { close(): Promise<void> }[] = [mongo];
  try {
    const redis = await openRedis(settings.redis);
    opened.push(redis);
    for (const warning of redis.warnings) settings.log.warn(warning);
    const installation = mongo.db(names.installation);
    const keys = await openKeyVault(mongo.db(names.keys), settings.masterKey);
    opened.push(keys);
    const kafka = await openKafka(
      kafkaOptions(settings),
      installation,
      await new TopicRegister(installation).services(),
    );
    opened.push(kafka);
    const ports = new Map<string, ServicePorts>();
    for (const service of services) {
      const made = await openService(service, { settings, mongo, redis, keys, kafka });
      opened.push(made);
      ports.set(service, made.ports);
    }
    return new DistributedStorage(ports, opened);
  } catch (error) {
    await closed(opened);
    throw error;
  }
}

/** Everything that one process has of the engines. */
export class DistributedStorage {
  constructor(
    private readonly services: ReadonlyMap<string, ServicePorts>,
    private readonly opened: readonly { close(): Promise<void> }[],
  ) {}

  /** Throws for a service that it was not opened for. */
  ports(service: string): ServicePorts {
    const found = this.services.get(service);
    if (!found) throw new Error(`The storage was not opened for ${service}`);
    return found;
  }

  /** Ends subscriptions, relays and workers with what they have in work, then lets go of the engines. */
  close(): Promise<void> {
    return closed(this.opened);
  }
}

type Shared = Readonly<{
  settings: EngineSettings;
  mongo: Mongo;
  redis: Redis;
  keys: MongoKeyVault;
  kafka: KafkaFeeds;
}>;

async function openService(service: string, { settings, mongo, redis, keys, kafka }: Shared) {
  const name = databasesOf(settings.prefix).of(service);
  const db = mongo.db(name);
  const clock = settings.clock ?? (() => new Date());
  const published: ServiceFeed = kafka.service(service, db);
  const views = await openReadModels(mongo, name);
  const jobs = new BullJobQueue(redis, {
    prefix: `${settings.prefix}:${service}`,
    clock: settings.clock,
    troubled: ({ name, message }) => settings.log.warn(JSON.stringify({ jobs: service, troubled: name, message })),
  });
  const ports: ServicePorts = {
    service,
    events: await openEventStore(db, { onAppended: () => published.relay.wake() }),
    feed: published.feed,
    views: views.views,
    jobs,
    blobs: await openBlobs(db),
    keys,
    secrets: await openPrivate(db, clock),
    figures: {
      unpublished: () => published.relay.backlog(),
      refused: () => countsOf(published.feed.refused()),
    },
  };
  const close = async () => {
    await jobs.stop();
    await views.close();
  };
  return { ports, close };
}

/** In the reverse order; what fails keeps the others from nothing. */
async function closed(opened: readonly { close(): Promise<void> }[]): Promise<void> {
  const failed: unknown[] = [];
  for (const one of [...opened].reverse()) await one.close().catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}
