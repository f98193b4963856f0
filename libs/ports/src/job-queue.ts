/** `key` names the effect: a job of the same queue, tenant and key is scheduled once, and never again once it is done. */
export type Job = Readonly<{
  queue: string;
  tenant: string;
  key: string;
  /** ISO instant. */ at: string;
  /** JSON: ids only. */ data: unknown;
}>;

/**
 * Work at a time, once per key. Promises: a due job runs at least once (handlers are idempotent by key), not before `at`;
 * a throw leads to another try (5, pause doubling from 1 s), then it is kept as failed. Leaves out: order. May lose
 * everything and be filled again from the events: `epoch` tells. An adapter may forget a key long after it was done.
 */
export abstract class JobQueue {
  /** Resolves false when the key is known. Throws StorageUnavailable. */
  abstract schedule(job: Job): Promise<boolean>;
  /** Resolves false when it was not waiting any more: in work, done, failed, or unknown. */
  abstract cancel(queue: string, tenant: string, key: string): Promise<boolean>;
  /** `stop` starts no further job and waits for those in work. */
  abstract work(queue: string, handler: (job: Job) => Promise<void>): Promise<{ stop(): Promise<void> }>;
  abstract failed(queue: string): Promise<(Job & { error: string })[]>;
  /** A failed job waits again, due at once and with all its tries. Resolves false when it had not failed. */
  abstract retry(queue: string, tenant: string, key: string): Promise<boolean>;
  /** Those in work included. */
  abstract waiting(queue: string): Promise<Job[]>;
  /** How many `waiting` and `failed` would list, without listing them. */
  abstract counts(queue: string): Promise<Readonly<{ waiting: number; failed: number }>>;
  /**
   * Another text than before whenever anything may have been lost meanwhile, of any queue: then whoever knows what should wait
   * schedules it again (what is still known stays as it is). May change without a loss. Throws StorageUnavailable.
   */
  abstract epoch(): Promise<string>;
}
