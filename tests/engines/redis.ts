import { Redis } from 'ioredis';
import { type Container } from './container';
import { systemProgram } from './install';
import { engineFolder, freePort, startProgram, type PrivateEngine } from './process';

/** As production wants it: every write in the append-only file, nothing evicted. */
const settings = { 'maxmemory-policy': 'noeviction', appendonly: 'yes', appendfsync: 'always', save: '' };
const options = (own: Record<string, string | number>): string[] =>
  Object.entries({ ...settings, ...own }).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** A Redis of one's own; `args` come last and so override what is said above. */
export async function startRedis(args: string[] = []): Promise<PrivateEngine> {
  const command = await systemProgram('redis-server', 'redis-server', 'Redis', 'CHUANGWEN_TEST_REDIS=redis://…');
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  return startProgram(engineFolder('Redis'), {
    name: 'Redis',
    url,
    command,
    args: [...options({ port, bind: '127.0.0.1' }), ...args],
    ready: () => redisAnswers(url),
  });
}

export async function redisContainer(image: string): Promise<Container> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  // Inside, it is reached by whatever address the container has; outside, by 127.0.0.1 only.
  const command = ['redis-server', ...options({ port, bind: '0.0.0.0', 'protected-mode': 'no' })];
  return { name: 'Redis', image, port, command, ready: () => redisAnswers(url) };
}

export async function redisAnswers(url: string): Promise<string> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => {});
  try {
    await client.connect();
    // Refused while it still loads its file.
    await client.ping();
    return url;
  } finally {
    // Of a connection that is gone already it would keep a timer for two seconds.
    if (client.status !== 'end') client.disconnect();
  }
}
