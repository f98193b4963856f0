import { Worker } from 'node:worker_threads';
import type { Found } from './regexes';

type Job = Readonly<{ found: Found; texts: readonly string[] }>;
export type Slow = Readonly<{ found: Found; milliseconds: number; text: string }>;

/** In a thread of its own, because an expression that has run away can only be ended with it. CPU time, not the clock's. */
const RUNNER = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ found, texts }) => {
  let worst = { milliseconds: 0, text: '' };
  for (const text of texts) {
    const expression = new RegExp(found.source, found.flags);
    const from = process.threadCpuUsage();
    expression.test(text);
    const { user, system } = process.threadCpuUsage(from);
    const milliseconds = (user + system) / 1000;
    if (milliseconds > worst.milliseconds) worst = { milliseconds, text: text.slice(0, 60) };
  }
  parentPort.postMessage(worst);
});`;

/** The worst time of each job that is over the limit; Infinity for one that had to be ended. */
export async function slowOnes(jobs: Iterable<Job>, limit: number, patience = 20_000): Promise<Slow[]> {
  const slow: Slow[] = [];
  let worker = new Worker(RUNNER, { eval: true });
  for (const { found, texts } of jobs) {
    const worst = await new Promise<{ milliseconds: number; text: string }>((resolve) => {
      const timer = setTimeout(() => resolve({ milliseconds: Infinity, text: texts[0]?.slice(0, 60) ?? '' }), patience);
      worker.once('message', (answer: { milliseconds: number; text: string }) => {
        clearTimeout(timer);
        resolve(answer);
      });
      worker.postMessage({ found, texts });
    });
    if (worst.milliseconds > limit) slow.push({ found, ...worst });
    if (worst.milliseconds === Infinity) {
      await worker.terminate();
      worker = new Worker(RUNNER, { eval: true });
    }
  }
  await worker.terminate();
  return slow;
}
