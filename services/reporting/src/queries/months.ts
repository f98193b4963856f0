import type { ViewReader } from '@chuangwen/platform';
import { z } from 'zod';
import { MONTHS, type RequestDocument } from '../projections/requests';

/** A place in a list: a day and an id. */
export const cursor = z
  .string()
  .max(80)
  .regex(/^\d{4}-\d{2}-\d{2}\|[^|]+$/);
export const limit = z.coerce.number().int().min(1).max(200).default(50);

/** A page of a list that is made month by month, each already in order; `next`: the place to go on from, null at the end. */
export async function pageOf<Line>(
  months: AsyncIterable<readonly Line[]>,
  limit: number,
  isDone: (line: Line) => boolean,
  placeOf: (line: Line) => string,
): Promise<{ lines: Line[]; next: string | null }> {
  const lines: Line[] = [];
  for await (const month of months)
    for (const line of month) {
      if (isDone(line)) continue;
      if (lines.length === limit) return { lines, next: placeOf(lines.at(-1)!) };
      lines.push(line);
    }
  return { lines, next: null };
}

/** Index values of the months that have requests of a kind, the earliest first. */
export async function monthsWith(
  requests: ViewReader<RequestDocument>,
  tenant: string,
  is: 'asked' | 'owed',
): Promise<string[]> {
  return (await requests.sum(tenant, MONTHS, { keyPrefix: `${is}|` })).map(({ key }) => key).sort();
}
