import { setting } from './settings';

/** Specs that need an engine. Asked for without engines (CHUANGWEN_TEST_ENGINES=none), they count as skipped, with the reason. */
export function describeEngines(name: string, fn: () => void): void {
  if (setting('CHUANGWEN_TEST_ENGINES') === 'none') describe.skip(`${name} [CHUANGWEN_TEST_ENGINES=none]`, fn);
  else describe(name, fn);
}
