import { openRun } from './run.mjs';

/** Jest started by itself opens its own run; `npm test` has opened one already. */
export default async function () {
  if (!process.env.CHUANGWEN_TEST_RUN) globalThis.ownRun = await openRun();
}
