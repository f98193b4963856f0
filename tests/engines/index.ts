import { systemProgram } from './install';
import { startKafka } from './kafka';
import { standInOf, startMongo } from './mongo';
import { type PrivateEngine } from './process';
import { startRedis } from './redis';
import { setting } from './settings';
import { shared, type Engine } from './shared';
import { startToxiproxy } from './toxiproxy';

export { startKafka, type KafkaOptions } from './kafka';
export { startMongo, type MongoOptions } from './mongo';
export { freePort, type PrivateEngine } from './process';
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
  kafka: shared('Kafka', () => provide('CHUANGWEN_TEST_KAFKA', startKafka)),
  /** `url`: `mongodb://...` of a replica set. `standIn` says by what MongoDB is stood in for, where it is. */
  mongo: shared('MongoDB', async () => {
    const engine = await provide('CHUANGWEN_TEST_MONGO', startMongo);
    const standIn = await standInOf(engine.url);
    return standIn ? { ...engine, standIn } : engine;
  }),
  redis: shared('Redis', () => provide('CHUANGWEN_TEST_REDIS', startRedis)),
  /** `url`: of its HTTP API. */
  toxiproxy: shared('toxiproxy', async () => local(await startToxiproxy())),
  /** The path of nginx's program, started by whoever has a configuration for it. */
  nginx: () => systemProgram('nginx', 'nginx', 'nginx', 'Docker'),
};

type Given = 'CHUANGWEN_TEST_KAFKA' | 'CHUANGWEN_TEST_MONGO' | 'CHUANGWEN_TEST_REDIS';

async function provide(given: Given, startLocal: () => Promise<PrivateEngine>): Promise<Engine> {
  const url = setting(given);
  if (url) return { url, from: 'environment' };
  return local(await startLocal());
}

const local = ({ url }: PrivateEngine): Engine => ({ url, from: 'local' });
