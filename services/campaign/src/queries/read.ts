import type { CoverageDocument } from '../projections/coverage';
import type { ViewReader } from '@chuangwen/platform';

/** All plans below one, with their history. */
export const coverageOf = (reader: ViewReader<CoverageDocument>, tenant: string, planId: string) =>
  reader.find(tenant, { index: 'above', value: planId });
