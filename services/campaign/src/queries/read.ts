import type { Find } from '@chuangwen/ports';
import { coverageId, type CoverageDocument } from '../projections/coverage';
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
  findAll(reader, tenant, (child) => coverageId(child.above, child.planId), { index: 'above', value: planId });

const PAGE = 1000;

/** Every document that is found, however many there are. */
export async function findAll<Doc extends object>(
  reader: ViewReader<Doc>,
  tenant: string,
  idOf: (document: Doc) => string,
  find: Find = {},
): Promise<Doc[]> {
  const all: Doc[] = [];
  for (let after: string | undefined; ;) {
    const page = await reader.find(tenant, { ...find, limit: PAGE, ...(after === undefined ? {} : { after }) });
    all.push(...page);
    const last = page.at(-1);
    if (page.length < PAGE || !last) return all;
    after = idOf(last);
  }
}
