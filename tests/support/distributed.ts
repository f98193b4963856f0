import { randomBytes } from 'node:crypto';
import { PrincipalTickets, SystemClock } from '@chuangwen/platform';
import {
  configuration,
  distributedOnly,
  keyFor,
  openEngines,
  prepareEngines,
  type DistributedConfiguration,
} from '@chuangwen/runtime';
import { FrontDoor, Services, SERVICES } from '@chuangwen/standalone';
import { engines } from '../engines';

/** Settings, as in the environment, for an installation of its own on the engines of this run. */
export async function engineSettings(): Promise<Record<string, string>> {
  const [kafka, mongo, redis] = await Promise.all([engines.kafka(), engines.mongo(), engines.redis()]);
  return {
    CHUANGWEN_MODE: 'distributed',
    CHUANGWEN_MONGO: mongo.url,
    CHUANGWEN_KAFKA: kafka.url,
    CHUANGWEN_REDIS: redis.url,
    CHUANGWEN_SECRET: randomBytes(32).toString('hex'),
    CHUANGWEN_MASTER_KEY: randomBytes(32).toString('base64'),
    CHUANGWEN_PREFIX: `t${randomBytes(5).toString('hex')}`,
    CHUANGWEN_PARTITIONS: '3',
    CHUANGWEN_PORT: '0',
  };
}

export type Served = Readonly<{ platform: Services; url: string; close(): Promise<void> }>;

/**
 * Every service on the engines, with the front door of one process before them; what only processes of their own show
 * is tried in tests/distributed.
 */
export async function serveOnEngines(settings?: DistributedConfiguration): Promise<Served> {
  const on = settings ?? distributedOnly(configuration(await engineSettings()));
  await prepareEngines(on, SERVICES, () => undefined);
  const tickets = new PrincipalTickets(keyFor(on.secret, 'tickets'));
  const platform = await Services.on(await openEngines(on, SERVICES), {
    clock: new SystemClock(),
    tickets,
    atRest: false,
  });
  const door = new FrontDoor(platform);
  const url = await door.listen(0, '127.0.0.1');
  const close = async () => {
    await door.close();
    await platform.close();
  };
  return { platform, url, close };
}
