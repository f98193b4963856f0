import { Redis } from 'ioredis';
import { systemProgram } from './install';
import { engineFolder, freePort, startProgram, type PrivateEngine } from './process';

/** A Redis as production wants it: every write in the append-only file, nothing evicted. `args` come last and so override. */
export async function startRedis(args: string[] = []): Promise<PrivateEngine> {
  const command = await systemProgram('redis-server', 'redis-server', 'Redis', 'CHUANGWEN_TEST_REDIS=redis://…');
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const settings = {
    port,
    bind: '127.0.0.1',
    'maxmemory-policy': 'noeviction',
    appendonly: 'yes',
    appendfsync: 'always',
    save: '',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return startProgram(engineFolder('Redis'), {
    name: 'Redis',
    url,
    command,
    args: [...options, ...args],
    ready: () => redisAnswers(url),
  });
}

export async function redisAnswers(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => {});
  try {
    await client.connect();
    // Refused while it still loads its file.
    await client.ping();
  } finally {
    client.disconnect();
  }
}
