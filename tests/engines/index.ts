import { noContainer, startContainer, type Container } from './container';
import { systemProgram } from './install';
import { kafkaContainer, startKafka } from './kafka';
import { mongoContainer, standInOf, startMongo } from './mongo';
import { type PrivateEngine } from './process';
import { redisContainer, startRedis } from './redis';
import { setting } from './settings';
import { shared, type Engine } from './shared';
import { startToxiproxy } from './toxiproxy';

export { describeEngines } from './describe';
export { startKafka, type KafkaOptions } from './kafka';
export { startMongo, type MongoOptions } from './mongo';
export { freePort, type PrivateEngine } from './process';
export { proxyTo, type Proxy } from './proxy';
export { startRedis } from './redis';
export { type Engine } from './shared';

/**
 * The engines of a test run, each started when first asked for, once for all its processes, and stopped at its end. They are shared: take a
 * prefix of your own for topics, databases and keys. What is to be killed or flushed is started privately (`startKafka` ...).
 *
 * @throws Error that says what to install, where an engine can't be had
 */
export const engines = {
  /** `url`: a broker list, `host:port,host:port`. */
  kafka: shared('Kafka', () =>
    provide('Kafka', {
      url: setting('CHUANGWEN_TEST_KAFKA'),
      image: setting('CHUANGWEN_IMAGE_KAFKA'),
      container: kafkaContainer,
      local: startKafka,
    }),
  ),
  /** `url`: `mongodb://...` of a replica set. `standIn` says by what MongoDB is stood in for, where it is. */
  mongo: shared('MongoDB', async () => {
    const engine = await provide('MongoDB', {
      url: setting('CHUANGWEN_TEST_MONGO'),
      image: setting('CHUANGWEN_IMAGE_MONGO'),
      container: mongoContainer,
      local: startMongo,
    });
    const standIn = await standInOf(engine.url);
    return standIn ? { ...engine, standIn } : engine;
  }),
  /** `url`: `redis://...` */
  redis: shared('Redis', () =>
    provide('Redis', {
      url: setting('CHUANGWEN_TEST_REDIS'),
      image: setting('CHUANGWEN_IMAGE_REDIS'),
      container: redisContainer,
      local: startRedis,
    }),
  ),
  /** `url`: of its HTTP API. */
  toxiproxy: shared('toxiproxy', async () => here(await startToxiproxy())),
  /** The path of nginx's program, started by whoever has a configuration for it. */
  nginx: () => systemProgram('nginx', 'nginx', 'nginx', 'Docker'),
};

interface Ways {
  url: string | undefined;
  image: string;
  container(image: string): Promise<Container>;
  local(): Promise<PrivateEngine>;
}

/** A URL that was given, else a container where one can be had, else a process of this machine. */
async function provide(name: string, { url, image, container, local }: Ways): Promise<Engine> {
  if (url) return { url, from: 'environment' };
  const only = setting('CHUANGWEN_TEST_ENGINES');
  if (only === 'none')
    throw new Error(`${name}: this run was asked for without engines (CHUANGWEN_TEST_ENGINES=none).`);
  if (only !== 'local') {
    const why = await noContainer(image);
    if (why === null) return { url: await startContainer(await container(image)), from: 'container' };
    if (only === 'containers') throw new Error(`${name}: CHUANGWEN_TEST_ENGINES=containers, but ${why}.`);
  }
  return here(await local());
}

const here = ({ url }: PrivateEngine): Engine => ({ url, from: 'local' });
