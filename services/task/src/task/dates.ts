/** The day of a partial date when it is one whole day, otherwise null: a month is not a deadline that can be missed. */
export const wholeDay = (partial: string | null): string | null =>
  partial !== null && /^\d{4}-\d{2}-\d{2}$/.test(partial) ? partial : null;

/**
 * Whether `day` certainly lies before everything that `start` (YYYY-MM-DD, YYYY-MM, --MM-DD or --MM) can mean. A start
 * without a year can be any year's, so nothing is certainly before it.
 */
export function certainlyBefore(day: string, start: string | null): boolean {
  if (start === null || start.startsWith('--')) return false;
  return day < start.padEnd(10, '-01');
}
