/**
 * Every spec in one Jest run on Node 24. Arguments go to Jest: `npm test -- libs/kernel`.
 * Skipped tests are named with their reason; the last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { closeRun, openRun } from '../tests/engines/run.mjs';
import { node24 } from './node.mjs';
import { root, setup } from './setup.mjs';

const shared = process.env.CHUANGWEN_SHARED || '../shared';
if (!existsSync(resolve(root, shared))) {
  console.log(
    `CHUANGWEN_SHARED (${shared}) 不存在，依赖它的用例将跳过 · points nowhere: specs that need it are skipped`,
  );
}

const work = mkdtempSync(join(tmpdir(), 'chuangwen-test-'));
const failure = ({ message }) => {
  console.log(message);
  return { passed: 0, failed: 1 };
};
// What does not compile is one failure; the specs run from source and are still worth seeing.
const ready = await setup().then(() => ({ passed: 0, failed: 0 }), failure);
const engines = await openRun();
const tests = await run().catch(failure);
for (const line of await closeRun(engines)) console.log(line);
const [passed, failed] = [tests.passed, ready.failed + tests.failed];
rmSync(work, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function run() {
  const resultFile = join(work, 'result.json');
  const jest = spawn(
    node24(),
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      ...process.argv.slice(2),
      '--json',
      `--outputFile=${resultFile}`,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  // Told to stop, Jest is told too, and what the run started is stopped before this process ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => jest.kill(signal));
  const [status, signal] = await once(jest, 'close');
  if (!existsSync(resultFile)) throw new Error(`Jest gave no result (${signal ?? `exit ${status}`})`);
  return summary(JSON.parse(readFileSync(resultFile, 'utf8')), status);
}

function summary(result, status) {
  for (const file of result.testResults) {
    for (const test of file.assertionResults)
      if (test.status === 'pending' || test.status === 'todo') printSkipped(test);
  }
  const passed = result.numPassedTests;
  // A file that does not load has no tests to count, and Jest can fail without any (nothing found, a threshold missed).
  let failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  if (status !== 0 && failed === 0) failed = 1;
  if (passed + failed === 0) failed = 1;
  return { passed, failed };
}

/** The reason stands in brackets at the end of a title; see tests/support/shared.ts. */
function printSkipped({ ancestorTitles, title }) {
  const titles = [...ancestorTitles, title];
  const reasons = titles.flatMap((text) => /\[([^\]]+)\]$/.exec(text)?.[1] ?? []);
  const name = titles.map((text) => text.replace(/\s*\[[^\]]+\]$/, '')).join(' › ');
  console.log(`skipped: ${name}: ${reasons.join('; ') || 'no reason given'}`);
}
