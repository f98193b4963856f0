import { StorageUnavailable } from '@chuangwen/kernel';
import { Redis as Client, type RedisOptions } from 'ioredis';
import { answered } from './errors';
import { NOT_PERSISTENT, RedisUnfit } from './unfit';

/** From the first try to the next to reach it again (ms). */
export const retryAfter = (tries: number): number => Math.min(100 * tries, 2_000);

/** Who asks wants an answer or an error: nothing is kept back until Redis is there again, nothing sent a second time. */
const OPTIONS: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 3_000,
  retryStrategy: retryAfter,
};

/** The first that can do what BullMQ asks for without a warning. */
const OLDEST = [6, 2] as const;

export type RedisFields = Readonly<Record<string, string>>;

/** One connection for all that a process schedules; who works a queue has connections of its own. */
export class Redis {
  constructor(
    readonly client: Client,
    readonly url: string,
    /** What the operator should know, in both languages. */
    readonly warnings: readonly string[] = [],
  ) {}

  /** Throws StorageUnavailable, at once where there is no connection. */
  ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return answered(
      async () => {
        if (this.client.status !== 'ready') throw new StorageUnavailable('io');
        return work(this.client);
      },
      () => this.client.disconnect(true),
    );
  }

  /** Throws StorageUnavailable. */
  async ping(): Promise<void> {
    await this.ask((client) => client.ping());
  }

  async close(): Promise<void> {
    this.client.disconnect();
  }
}

/** Throws RedisUnfit, within some seconds, for an engine that would lose jobs or can't be had. */
export async function openRedis(url: string): Promise<Redis> {
  const client = new Client(url, { ...OPTIONS, lazyConnect: true });
  client.on('error', () => undefined); // told by the call that fails
  const host = `${client.options.host}:${client.options.port}`;
  try {
    const fields = await answered(async () => {
      await client.connect();
      return fieldsOf(await client.info());
    }).catch((error: unknown) => {
      throw new RedisUnfit('unreachable', host, { cause: error });
    });
    const unfit = unfitBy(fields);
    if (unfit) throw new RedisUnfit(unfit, host);
    return new Redis(client, url, fields['aof_enabled'] === '1' ? [] : [NOT_PERSISTENT]);
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

function unfitBy(fields: RedisFields): RedisUnfit['why'] | null {
  const [major = 0, minor = 0] = (fields['redis_version'] ?? '').split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) return 'old';
  if (fields['cluster_enabled'] === '1') return 'cluster';
  if (fields['role'] === 'slave') return 'replica';
  return fields['maxmemory_policy'] === 'noeviction' ? null : 'eviction';
}

/** What INFO says, by name. */
export const fieldsOf = (info: string): RedisFields =>
  Object.fromEntries(
    info
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
