/** The fact that holds on a day (YYYY-MM-DD): the latest of those valid by then, of one day the last in the list. */
export function lastBy<T extends { validFrom: string }>(facts: readonly T[], on: string): T | null {
  let found: T | null = null;
  for (const fact of facts) if (fact.validFrom <= on && (!found || fact.validFrom >= found.validFrom)) found = fact;
  return found;
}

/** The last day of what has no end. */
export const FOREVER = '9999-12-31';
const DAY_MS = 24 * 3600_000;
export const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
