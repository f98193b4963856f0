import { parentPort, workerData } from 'node:worker_threads';
import { RuleViolation } from '@chuangwen/kernel';
import type { Notice } from '../notice';
import { readBytes } from './read-bytes';
import type { Limits } from './limits';

export type Job = { bytes: Uint8Array; fileName: string; limits: Limits };
export type Answer =
  | { notice: Notice }
  | { refused: { code: string; params: Readonly<Record<string, string | number>> } }
  | { failed: string };

// An Error would lose its class on the way between threads, so a refusal crosses as its code and params.
const { bytes, fileName, limits } = workerData as Job;
readBytes(bytes, fileName, limits)
  .then(
    (notice): Answer => ({ notice }),
    (error: unknown): Answer =>
      error instanceof RuleViolation
        ? { refused: { code: error.code, params: error.params } }
        : { failed: error instanceof Error ? error.message : String(error) },
  )
  .then((answer) => parentPort?.postMessage(answer));
