import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { RuleViolation } from '@chuangwen/kernel';
import { Turns, type Turn } from './turns';
import type { Answer, Done, Job, Ready } from './worker';

/** A thread that reads one file at a time. It is kept for the next one, because starting one takes longer than most files. */
type Thread = { worker: Worker; heap: number; stat: string | null; jobs: number; idle?: NodeJS.Timeout };

const mostJobs = 50;
const keptMilliseconds = 30_000;
const startMilliseconds = 60_000;
const largeHeap = 96;

const free: Thread[] = [];
const turns = new Turns({
  atOnce: Math.max(1, Math.min(2, availableParallelism() - 1)),
  waiting: 32,
  waitingOfOne: 8,
});

/**
 * Has a file read by a worker thread with a memory cap, terminated when it exceeds it or its time. Few at once; the rest
 * waits its turn. Throws RuleViolation; an Error for what a parser threw; the signal's reason.
 */
export const read = (job: Job, turn: Turn): Promise<Done> => turns.run(turn, () => readNow(job));

async function readNow(job: Job): Promise<Done> {
  const thread = await threadOf(job.limits.heapMegabytes);
  try {
    const answer = await ask(thread, job);
    if ('failed' in answer) throw new Error(answer.failed);
    if (++thread.jobs < mostJobs && answer.heapMegabytes < largeHeap) keep(thread);
    if ('refused' in answer) throw new RuleViolation(answer.refused.code, answer.refused.params);
    return answer.done;
  } finally {
    if (!free.includes(thread)) await thread.worker.terminate();
  }
}

function keep(thread: Thread): void {
  thread.worker.unref();
  thread.idle = setTimeout(() => {
    free.splice(free.indexOf(thread), 1);
    void thread.worker.terminate();
  }, keptMilliseconds).unref();
  free.push(thread);
}

async function threadOf(heap: number): Promise<Thread> {
  const at = free.findIndex((thread) => thread.heap === heap);
  if (at < 0) return started(heap);
  const [thread] = free.splice(at, 1) as [Thread];
  clearTimeout(thread.idle);
  thread.worker.ref();
  return thread;
}

/** Resolves when the thread has loaded what it needs: a file's time counts from there. */
function started(heap: number): Promise<Thread> {
  const worker = new Worker(...entry({ maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }));
  return new Promise<Thread>((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error('the parser did not start')), startMilliseconds);
    const fail = (error: Error) => {
      clearTimeout(timer);
      void worker.terminate();
      reject(error);
    };
    worker.once('error', fail);
    worker.once('message', ({ ready }: Ready) => {
      clearTimeout(timer);
      worker.off('error', fail);
      // An idle thread that dies must not take the process with it; while it reads, `ask` listens as well.
      worker.on('error', () => undefined);
      resolve({ worker, heap, stat: ready, jobs: 0 });
    });
  });
}

function ask({ worker, stat }: Thread, job: Job): Promise<Answer> {
  const { milliseconds, wallMilliseconds, heapMegabytes } = job.limits;
  const files = job.files.map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(bytes) }));
  const began = { wall: performance.now(), cpu: cpuOf(stat) };
  let timer: NodeJS.Timeout;
  let done: () => unknown;
  return new Promise<Answer>((resolve, reject) => {
    const tooSlow = () => reject(new RuleViolation('notice.too-slow', { seconds: Math.ceil(milliseconds / 1000) }));
    const look = () => {
      const wall = performance.now() - began.wall;
      const cpu = began.cpu === null ? wall : (cpuOf(stat) ?? 0) - began.cpu;
      if (cpu >= milliseconds || wall >= wallMilliseconds) return tooSlow();
      timer = setTimeout(look, Math.max(20, Math.min(milliseconds - cpu, wallMilliseconds - wall)));
    };
    timer = setTimeout(look, Math.min(milliseconds, wallMilliseconds));
    const answered = (answer: Answer) => resolve(answer);
    const died = (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? reject(new RuleViolation('notice.too-large', { limit: `${heapMegabytes} MB` }))
        : resolve({ failed: error.message });
    const ended = () => resolve({ failed: 'the worker ended without an answer' });
    worker.once('message', answered).once('error', died).once('exit', ended);
    done = () => worker.off('message', answered).off('error', died).off('exit', ended);
    worker.postMessage(
      { ...job, files },
      files.map(({ bytes }) => bytes.buffer as ArrayBuffer),
    );
  }).finally(() => {
    clearTimeout(timer);
    done();
  });
}

/** Milliseconds of processor time of a thread so far, by Linux in hundredths of a second; null where no system tells. */
function cpuOf(stat: string | null): number | null {
  if (!stat) return null;
  try {
    const text = readFileSync(stat, 'utf8');
    const [user, system] = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return (user! + system!) * 10;
  } catch {
    return null;
  }
}

/** From dist the compiled worker; from source the same file through the loader that runs everything else from source. */
function entry(resourceLimits: NonNullable<WorkerOptions['resourceLimits']>): [string, WorkerOptions] {
  const options: WorkerOptions = { resourceLimits, stdout: false, env: process.env };
  if (!__filename.endsWith('.ts')) return [join(__dirname, 'worker.js'), { ...options, execArgv: [] }];
  return [
    join(__dirname, 'worker.ts'),
    { ...options, execArgv: ['-C', '@chuangwen/source', '-r', '@swc-node/register'] },
  ];
}
