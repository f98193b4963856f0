import { Worker, type WorkerOptions } from 'node:worker_threads';
import { join } from 'node:path';
import { RuleViolation } from '@chuangwen/kernel';
import type { Notice } from '../notice';
import { usualLimits, type Limits } from './limits';
import type { Answer, Job } from './worker';

/**
 * Reads a txt (UTF-8, GB18030, UTF-16), docx or html file, told apart by content. A worker thread with a memory cap does
 * it and is terminated at the deadline, because a file of somebody else can be made to take for ever.
 * Throws RuleViolation: all of `noticeRefusals`.
 */
export async function readNoticeFile(
  bytes: Uint8Array,
  fileName: string,
  limits: Partial<Limits> = {},
): Promise<Notice> {
  const all = { ...usualLimits, ...limits };
  if (bytes.length === 0) throw new RuleViolation('notice.file-empty');
  if (bytes.length > all.bytes)
    throw new RuleViolation('notice.too-large', { limit: `${Math.round(all.bytes / 2 ** 20)} MB` });
  const answer = await ask({ bytes: Uint8Array.from(bytes), fileName, limits: all });
  if ('notice' in answer) return answer.notice;
  if ('refused' in answer) throw new RuleViolation(answer.refused.code, answer.refused.params);
  throw new RuleViolation('notice.broken-file', { file: fileName.slice(-120) });
}

function ask(job: Job): Promise<Answer> {
  const { heapMegabytes, milliseconds } = job.limits;
  const worker = new Worker(
    ...entry(job, { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 48, stackSizeMb: 4 }),
  );
  return new Promise<Answer>((resolve, reject) => {
    const tooSlow = new RuleViolation('notice.too-slow', { seconds: Math.ceil(milliseconds / 1000) });
    const timer = setTimeout(() => reject(tooSlow), milliseconds);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    worker.once('message', (answer: Answer) => settle(() => resolve(answer)));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      settle(() =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? reject(new RuleViolation('notice.too-large', { limit: `${heapMegabytes} MB` }))
          : resolve({ failed: error.message }),
      ),
    );
    worker.once('exit', () => settle(() => resolve({ failed: 'the worker ended without an answer' })));
  }).finally(() => worker.terminate());
}

/** From dist the compiled worker; from source the same file through the loader that runs everything else from source. */
function entry(job: Job, resourceLimits: NonNullable<WorkerOptions['resourceLimits']>): [string, WorkerOptions] {
  const fromSource = __filename.endsWith('.ts');
  const options: WorkerOptions = {
    workerData: job,
    resourceLimits,
    transferList: [job.bytes.buffer as ArrayBuffer],
    stdout: false,
    env: process.env,
  };
  if (!fromSource) return [join(__dirname, 'worker.js'), { ...options, execArgv: [] }];
  return [
    join(__dirname, 'worker.ts'),
    { ...options, execArgv: ['-C', '@chuangwen/source', '-r', '@swc-node/register'] },
  ];
}
