import { openRedis, RedisUnfit } from '@chuangwen/adapters-distributed';
import { Redis } from 'ioredis';
import { freePort, startRedis } from '../engines';

jest.setTimeout(60_000);

/** As it was opened, or what was said against it. */
async function started(...args: string[]): Promise<{ warnings: readonly string[]; refused: unknown }> {
  const server = await startRedis(args);
  try {
    const redis = await openRedis(server.url);
    await redis.ping();
    await redis.close();
    return { warnings: redis.warnings, refused: null };
  } catch (refused) {
    return { warnings: [], refused };
  } finally {
    await server.stop();
  }
}

describe('F12: a Redis that is opened', () => {
  it('is taken without a word when it evicts nothing and keeps an append-only file', async () => {
    expect(await started()).toEqual({ warnings: [], refused: null });
  });

  it('is refused when it evicts, in both languages, with what to set', async () => {
    for (const policy of ['allkeys-lru', 'volatile-ttl']) {
      const { refused } = await started('--maxmemory-policy', policy);
      expect(refused).toBeInstanceOf(RedisUnfit);
      expect(refused).toMatchObject({ why: 'eviction' });
      const { message } = refused as Error;
      expect(message).toMatch(
        /请设置 maxmemory-policy noeviction（127\.0\.0\.1:\d+）。\n.*set maxmemory-policy noeviction \(127/,
      );
    }
  });

  it('is warned of when it keeps no append-only file, in both languages', async () => {
    const { warnings, refused } = await started('--appendonly', 'no');
    expect(refused).toBeNull();
    expect(warnings).toEqual([expect.stringMatching(/建议设置 appendonly yes。\n.*Better set appendonly yes\./)]);
  });

  it('is refused when it is a replica, or one of a cluster', async () => {
    const replica = await started('--replicaof', '127.0.0.1', String(await freePort()));
    expect(replica.refused).toMatchObject({ why: 'replica' });
    const cluster = await started('--cluster-enabled', 'yes');
    expect(cluster.refused).toMatchObject({ why: 'cluster' });
  });

  it('is refused within seconds when it is not there, or wants another password, which is not shown', async () => {
    const began = Date.now();
    const nobody = openRedis(`redis://:hunter2@127.0.0.1:${await freePort()}`);
    await expect(nobody).rejects.toThrow(RedisUnfit);
    await expect(nobody).rejects.toMatchObject({ why: 'unreachable', message: expect.not.stringContaining('hunter2') });
    expect(Date.now() - began).toBeLessThan(6_000);
    const server = await startRedis();
    const client = new Redis(server.url);
    await client.config('SET', 'requirepass', 'hunter2');
    client.disconnect();
    await expect(openRedis(server.url)).rejects.toMatchObject({ why: 'unreachable' });
    await (await openRedis(server.url.replace('redis://', 'redis://:hunter2@'))).close();
    await server.stop();
  });
});
