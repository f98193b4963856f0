import { resolve } from 'node:path';
import { z } from 'zod';

/** Everything that can be set, by the name of its environment variable. */
const variables = z.discriminatedUnion('CHUANGWEN_MODE', [
  z.object({
    CHUANGWEN_MODE: z.literal('embedded'),
    /** Folder that holds all data; made when absent. */
    CHUANGWEN_DATA: z.string().min(1).default('data'),
    /** 0 picks a free port. */
    CHUANGWEN_PORT: z.coerce.number().int().min(0).max(65535).default(8420),
    CHUANGWEN_HOST: z.string().min(1).default('127.0.0.1'),
    /** Where seals and the list of destroyed keys are kept; remembered with the data once it was set. */
    CHUANGWEN_SEALS: z.string().min(1).optional(),
    /** Addresses of reverse proxies, separated by commas, whose X-Forwarded-For and -Proto are believed. */
    CHUANGWEN_TRUSTED_PROXIES: z
      .string()
      .max(1000)
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
      )
      .pipe(z.array(z.union([z.ipv4(), z.ipv6()]))),
  }),
]);

export type Configuration = Readonly<{
  mode: 'embedded';
  folder: string;
  port: number;
  host: string;
  seals?: string | undefined;
  trustedProxies: readonly string[];
}>;

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

export function configuration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse({ CHUANGWEN_MODE: 'embedded', ...given });
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => nameOf(String(path[0]))))].join('、');
    throw new ConfigurationError(`设置有误，请检查 ${names}。\nA setting is wrong; please check ${names}.`);
  }
  const { CHUANGWEN_DATA, CHUANGWEN_PORT: port, CHUANGWEN_HOST: host, CHUANGWEN_SEALS } = parsed.data;
  const { CHUANGWEN_TRUSTED_PROXIES: trustedProxies } = parsed.data;
  const seals = CHUANGWEN_SEALS === undefined ? {} : { seals: resolve(CHUANGWEN_SEALS) };
  return { mode: 'embedded', folder: resolve(CHUANGWEN_DATA), port, host, trustedProxies, ...seals };
}
