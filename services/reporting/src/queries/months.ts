import type { ViewReader } from '@chuangwen/platform';
import { z } from 'zod';
import { MONTHS, type RequestDocument } from '../projections/requests';

/** A place in a list: a day and an id. */
export const cursor = z
  .string()
  .max(80)
  .regex(/^\d{4}-\d{2}-\d{2}\|[^|]+$/);
export const limit = z.coerce.number().int().min(1).max(200).default(50);

/** Index values of the months that have requests of a kind, the earliest first. */
export async function monthsWith(
  requests: ViewReader<RequestDocument>,
  tenant: string,
  is: 'asked' | 'owed',
): Promise<string[]> {
  return (await requests.sum(tenant, MONTHS, { keyPrefix: `${is}|` })).map(({ key }) => key).sort();
}
