import type { CoverageDocument } from '../projections/coverage';
import { freshnessOf, type Answer, type ViewReader } from '@chuangwen/platform';

/** Reads once the views have what the tokens name, or have been given a little time for it. */
export async function fresh<T>(
  readers: Parameters<typeof freshnessOf>[0],
  tokens: readonly string[],
  tenants: readonly string[],
  read: () => Promise<T>,
): Promise<Answer<T>> {
  const freshness = await freshnessOf(readers, tokens, tenants);
  return { data: await read(), freshness };
}

/** All plans below one, with their history. */
export const coverageOf = (reader: ViewReader<CoverageDocument>, tenant: string, planId: string) =>
  reader.find(tenant, { index: 'above', value: planId });
