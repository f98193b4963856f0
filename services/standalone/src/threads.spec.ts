import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const launcher = readFileSync(join(__dirname, '../bin/chuangwen'), 'utf8');
const flags = [...launcher.matchAll(/--max-[a-z-]+=\d+/g)].map(([flag]) => flag);

/** Megabytes that the heap of a thread may take which was given 32, in a process started as the launcher does. */
function limitOfThread(before: string): number {
  const script = `
    ${before}
    const { Worker } = require('node:worker_threads');
    const said = "require('node:worker_threads').parentPort.postMessage(require('node:v8').getHeapStatistics().heap_size_limit)";
    new Worker(said, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } }).on('message', (limit) => console.log(limit));`;
  const hook = ['-C', '@chuangwen/source', '-r', require.resolve('@swc-node/register')];
  return Number(execFileSync(process.execPath, [...flags, ...hook, '-e', script], { encoding: 'utf8' })) / 1024 / 1024;
}

describe('Bounds of threads', () => {
  it('hold although the launcher gives the main thread its own', () => {
    expect(flags).toHaveLength(2);
    expect(limitOfThread(`require(${JSON.stringify(join(__dirname, 'threads.ts'))}).boundThreads();`)).toBeLessThan(
      100,
    );
  });

  it('would not hold otherwise: what the command line says goes for all', () => {
    expect(limitOfThread('')).toBeGreaterThan(500);
  });

  it('are set before anything else runs', () => {
    const main = readFileSync(join(__dirname, 'main.ts'), 'utf8');
    expect(main.indexOf('\nboundThreads();')).toBeGreaterThan(0);
    expect(main.indexOf('\nboundThreads();')).toBeLessThan(main.indexOf('new Command('));
  });
});
