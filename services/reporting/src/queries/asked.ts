import { day } from '@chuangwen/contracts';
import { RuleViolation } from '@chuangwen/kernel';
import { asOfDay, tokenQuery } from '@chuangwen/platform';
import { z } from 'zod';
import type { Dates } from '../report/figures';
import { GROUPS } from '../report/keys';

/** What every report is asked with. */
export const asked = {
  ...tokenQuery,
  by: z.enum(GROUPS).default('unit'),
  /** Deadlines from this day on, and to that day, both included. Without either: the whole campaign. */
  from: day.optional(),
  to: day.optional(),
  /** The recorded day it is seen on; today when absent. */
  asOf: day.optional(),
  /** 条 or 块: which of the two trees units are summed up on. */
  tree: z.enum(['line', 'district']).default('line'),
};

type Asked = { from?: string | undefined; to?: string | undefined; asOf?: string | undefined };

/** Throws RuleViolation `report.period-backwards`, `report.as-of-future`. */
export function datesOf({ from, to, asOf }: Asked, now: Date): Dates {
  if (from !== undefined && to !== undefined && from > to)
    throw new RuleViolation('report.period-backwards', { from, to });
  const period = from === undefined && to === undefined ? null : { from: from ?? null, to: to ?? null };
  return { period, asOf: asOfDay(asOf, now) };
}
