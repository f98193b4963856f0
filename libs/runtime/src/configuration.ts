import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { watchingOf, watchingVariables, type Watching } from './watching';

const port = z.coerce.number().int().min(0).max(65535).default(8420);
const host = z.string().min(1).default('127.0.0.1');
const listOf = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Everything that can be set, by the name of its environment variable. */
const variables = z.discriminatedUnion('CHUANGWEN_MODE', [
  z.object({
    CHUANGWEN_MODE: z.literal('embedded'),
    /** Folder that holds all data; made when absent. */
    CHUANGWEN_DATA: z.string().min(1).default('data'),
    /** 0 picks a free port. */
    CHUANGWEN_PORT: port,
    CHUANGWEN_HOST: host,
    /** Where seals and the list of destroyed keys are kept; remembered with the data once it was set. */
    CHUANGWEN_SEALS: z.string().min(1).optional(),
    /** Addresses of reverse proxies, separated by commas, whose X-Forwarded-For and -Proto are believed. */
    CHUANGWEN_TRUSTED_PROXIES: z
      .string()
      .max(1000)
      .default('')
      .transform(listOf)
      .pipe(z.array(z.union([z.ipv4(), z.ipv6()]))),
    ...watchingVariables,
  }),
  z.object({
    CHUANGWEN_MODE: z.literal('distributed'),
    /** mongodb://…, a replica set. */
    CHUANGWEN_MONGO: z.string().regex(/^mongodb(?:\+srv)?:\/\//),
    /** Brokers, separated by commas. */
    CHUANGWEN_KAFKA: z.string().min(1).transform(listOf).pipe(z.array(z.string()).min(1)),
    /** redis://… */
    CHUANGWEN_REDIS: z.string().regex(/^rediss?:\/\//),
    /** Signs tickets and events; the same for every service. */
    CHUANGWEN_SECRET: z.string().min(32),
    /** Wraps the keys of people and documents: 32 bytes in base64. Lost, they all are. */
    CHUANGWEN_MASTER_KEY: z.base64().refine((text) => Buffer.from(text, 'base64').length === 32),
    /** Of databases, topics and queues: several installations can share the engines. */
    CHUANGWEN_PREFIX: z
      .string()
      .regex(/^[a-z][a-z0-9]{0,30}$/)
      .default('chuangwen'),
    /** Of a topic, when it is made. */
    CHUANGWEN_PARTITIONS: z.coerce.number().int().min(1).max(500).default(12),
    /** Copies of a topic, when it is made. */
    CHUANGWEN_REPLICATION: z.coerce.number().int().min(1).max(7).default(1),
    /** 0 picks a free port. */
    CHUANGWEN_PORT: port,
    CHUANGWEN_HOST: host,
    ...watchingVariables,
  }),
]);

type Listening = Readonly<{ port: number; host: string; watching: Watching }>;

export type EmbeddedConfiguration = Listening &
  Readonly<{ mode: 'embedded'; folder: string; seals?: string | undefined; trustedProxies: readonly string[] }>;

export type DistributedConfiguration = Listening &
  Readonly<{
    mode: 'distributed';
    mongo: string;
    kafka: readonly string[];
    redis: string;
    secret: string;
    masterKey: Uint8Array;
    prefix: string;
    partitions: number;
    replication: number;
  }>;

export type Configuration = EmbeddedConfiguration | DistributedConfiguration;

type Environment = Readonly<Record<string, string | undefined>>;

/** Options of the command line set some of them. */
const OPTIONS: Readonly<Record<string, string>> = {
  CHUANGWEN_DATA: '--data',
  CHUANGWEN_PORT: '--port',
  CHUANGWEN_HOST: '--host',
  CHUANGWEN_SEALS: '--seals',
};
const nameOf = (variable: string) => (OPTIONS[variable] ? `${variable}（${OPTIONS[variable]}）` : variable);

/** The settings are wrong; the message names the variable and never prints its value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const wrong = (names: readonly string[]) =>
  new ConfigurationError(
    `设置有误，请检查 ${names.map(nameOf).join('、')}。\nA setting is wrong; please check ${names.map(nameOf).join(', ')}.`,
  );

/** Any of them may stand in a file, named by the variable with `_FILE` behind it: what is secret need not be in the environment. */
export function configuration(environment: Environment): Configuration {
  const parsed = variables.safeParse({ CHUANGWEN_MODE: 'embedded', ...given(environment) });
  if (!parsed.success) throw wrong([...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]);
  const { data } = parsed;
  const listening = { port: data.CHUANGWEN_PORT, host: data.CHUANGWEN_HOST, watching: watchingOf(data) };
  if (data.CHUANGWEN_MODE === 'distributed')
    return {
      mode: 'distributed',
      ...listening,
      mongo: data.CHUANGWEN_MONGO,
      kafka: data.CHUANGWEN_KAFKA,
      redis: data.CHUANGWEN_REDIS,
      secret: data.CHUANGWEN_SECRET,
      masterKey: Buffer.from(data.CHUANGWEN_MASTER_KEY, 'base64'),
      prefix: data.CHUANGWEN_PREFIX,
      partitions: data.CHUANGWEN_PARTITIONS,
      replication: data.CHUANGWEN_REPLICATION,
    };
  const seals = data.CHUANGWEN_SEALS === undefined ? {} : { seals: resolve(data.CHUANGWEN_SEALS) };
  const { CHUANGWEN_TRUSTED_PROXIES: trustedProxies } = data;
  return { mode: 'embedded', ...listening, folder: resolve(data.CHUANGWEN_DATA), trustedProxies, ...seals };
}

/** Only how the process is watched, for a thread of it. */
export const watchingIn = (environment: Environment): Watching =>
  watchingOf(z.object(watchingVariables).parse(given(environment)));

/** The settings of one process on one data folder. Throws ConfigurationError where the platform runs apart. */
export function embeddedOnly(settings: Configuration): EmbeddedConfiguration {
  if (settings.mode !== 'embedded')
    throw new ConfigurationError(
      '这条命令只用于一个数据文件夹（CHUANGWEN_MODE=embedded）。\nThis command is for one data folder (CHUANGWEN_MODE=embedded).',
    );
  return settings;
}

/** Throws ConfigurationError where the platform runs on one data folder. */
export function distributedOnly(settings: Configuration): DistributedConfiguration {
  if (settings.mode !== 'distributed')
    throw new ConfigurationError(
      '这条命令只用于分布式运行（CHUANGWEN_MODE=distributed）。\nThis command is for the distributed mode (CHUANGWEN_MODE=distributed).',
    );
  return settings;
}

function given(environment: Environment): Record<string, string> {
  const set = Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  const ours = set.filter(([name]) => name.startsWith('CHUANGWEN_'));
  return Object.fromEntries(
    ours.map(([name, value]) => {
      if (!name.endsWith('_FILE')) return [name, value];
      try {
        return [name.slice(0, -'_FILE'.length), readFileSync(value, 'utf8').trim()];
      } catch {
        throw wrong([name]);
      }
    }),
  );
}
