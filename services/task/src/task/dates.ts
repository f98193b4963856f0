/**
 * Whether `day` certainly lies before everything that `start` (YYYY-MM-DD, YYYY-MM, --MM-DD or --MM) can mean. A start
 * without a year can be any year's, so nothing is certainly before it.
 */
export function certainlyBefore(day: string, start: string | null): boolean {
  if (start === null || start.startsWith('--')) return false;
  return day < start.padEnd(10, '-01');
}
