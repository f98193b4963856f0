import { closeRun } from './run.mjs';

export default async function () {
  if (!globalThis.ownRun) return;
  for (const line of await closeRun(globalThis.ownRun)) console.log(line);
}
