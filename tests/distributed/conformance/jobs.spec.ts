import { BullJobQueue, openRedis, type Redis } from '@chuangwen/adapters-distributed';
import { describeJobQueue } from '@chuangwen/ports/conformance';
import { randomUUID } from 'node:crypto';
import { engines } from '../../engines';

jest.setTimeout(60_000);

describeJobQueue('distributed', async () => {
  const { url } = await engines.redis();
  const prefix = `test-${randomUUID()}:task`;
  let redis: Redis;
  let port: BullJobQueue;
  const open = async () => {
    redis = await openRedis(url);
    port = new BullJobQueue(redis, { prefix });
    return port;
  };
  const close = async () => {
    await port.stop();
    await redis.close();
  };
  return {
    port: await open(),
    close,
    reopen: async () => {
      await close();
      return open();
    },
    now: () => new Date(),
    // Others of the run are on the same Redis: what is flushed is in schedule-flush.spec.ts.
    lose: async () => {
      for await (const keys of redis.client.scanStream({ match: `${prefix}:*` }))
        if ((keys as string[]).length > 0) await redis.client.del(keys as string[]);
      return port;
    },
  };
});
