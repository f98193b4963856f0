/** The fact that holds on a day (YYYY-MM-DD): the latest of those valid by then, of one day the last in the list. */
export function lastBy<T extends { validFrom: string }>(facts: readonly T[], on: string): T | null {
  let found: T | null = null;
  for (const fact of facts) if (fact.validFrom <= on && (!found || fact.validFrom >= found.validFrom)) found = fact;
  return found;
}
