import { setImmediate } from 'node:timers';
import { StorageUnavailable } from '@chuangwen/kernel';
import type { GroupCommit, Outcome } from './engine';
import type { FileRef } from './files';
import { DataDamaged } from './sqlite';
import type { StorageThread } from './thread';

type Entry<Request, Answer> = { request: Request; resolve(answer: Answer): void; reject(error: Error): void };

/** An idle thread is given the first requests of a tick once there are so many, so that both threads work at once. */
const HEAD_START = 16;

/** While commits take longer on average (ms), none is made on the main thread. */
const SLOW = 2;
/** The average moves by one part in so many. */
const SPAN = 16;
/** Then one is tried again after this long (ms). */
const WHILE = 1000;

export type WriteQueueOptions<Request, Answer> = Readonly<{
  /** Requests as they cross the thread, where a plain clone is too slow. */
  pack?: (requests: Request[]) => unknown;
  /**
   * Commits on this thread. Two thread hops cost a third of a commit on a fast disk, so a request that is alone (nothing
   * beside it in its tick, nothing on its way) is committed here, unless the disk is slow.
   */
  here?: GroupCommit<Request, Answer>;
  /** Told how many requests were answered. */
  written?: (file: FileRef, requests: number) => void;
}>;

/** Whoever has requests to a file written. */
export type Submits<Request, Answer> = Readonly<{ submit(request: Request): Promise<Answer> }>;

/** Requests to one file: those of a tick travel together and share a commit. */
export class WriteQueue<Request, Answer> implements Submits<Request, Answer> {
  private queue: Entry<Request, Answer>[] = [];
  private scheduled = false;
  private inFlight = 0;
  private idle: PromiseWithResolvers<void> | null = null;
  private lastWriter: 'here' | 'there' = 'there';
  private average = 0;
  private notHereUntil = 0;

  constructor(
    private readonly thread: StorageThread,
    private readonly file: FileRef,
    private readonly options: WriteQueueOptions<Request, Answer> = {},
  ) {}

  submit(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.queue.push({ request, resolve, reject });
      if (this.queue.length === HEAD_START && this.inFlight === 0) this.flush();
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.flush();
      });
    });
  }

  /** Resolves once all that was submitted is answered. */
  async drain(): Promise<void> {
    if (this.queue.length === 0 && this.inFlight === 0) return;
    this.idle ??= Promise.withResolvers();
    await this.idle.promise;
  }

  private flush(): void {
    const entries = this.queue;
    if (entries.length === 0) return;
    this.queue = [];
    this.inFlight += 1;
    const { here, pack } = this.options;
    if (here && entries.length === 1 && this.inFlight === 1 && performance.now() >= this.notHereUntil) {
      return this.answer(entries, this.commitHere(here, entries[0]!.request));
    }
    const requests = entries.map(({ request }) => request);
    // Each writer remembers heads of streams: what it remembers does not count once the other has written.
    const fresh = this.lastWriter === 'here';
    this.lastWriter = 'there';
    this.thread.send(this.file, pack ? pack(requests) : requests, requests.length, fresh).then(
      (outcomes) => this.answer(entries, outcomes),
      (error: Error) => this.answer(entries, error),
    );
  }

  private commitHere(here: GroupCommit<Request, Answer>, request: Request): Outcome<Answer>[] {
    if (this.lastWriter === 'there') here.forget();
    this.lastWriter = 'here';
    const began = performance.now();
    const outcomes = here.run([request]);
    const ended = performance.now();
    // One that took very long is an accident, many that took long are a slow disk.
    this.average += (Math.min(ended - began, 2 * SLOW) - this.average) / SPAN;
    if (this.average > SLOW) this.notHereUntil = ended + WHILE;
    return outcomes;
  }

  private answer(entries: Entry<Request, Answer>[], outcomes: Outcome<unknown>[] | Error): void {
    this.inFlight -= 1;
    this.options.written?.(this.file, entries.length);
    entries.forEach(({ resolve, reject }, at) => {
      if (outcomes instanceof Error) return reject(outcomes);
      try {
        resolve(answerOf(outcomes[at] as Outcome<Answer>, this.file.path));
      } catch (error) {
        reject(error as Error);
      }
    });
    if (this.inFlight > 0 || this.queue.length > 0) return;
    this.idle?.resolve();
    this.idle = null;
  }
}

/** Throws what it failed on, in our words. */
export function answerOf<Answer>(outcome: Outcome<Answer>, path: string): Answer {
  if ('answer' in outcome) return outcome.answer;
  throw errorOf(outcome.failed, path);
}

function errorOf(
  { refusal, name, message }: Extract<Outcome<unknown>, { failed: unknown }>['failed'],
  path: string,
): Error {
  const cause = new Error(message);
  if (refusal === 'damaged') return new DataDamaged(path, { cause });
  if (refusal !== null) return new StorageUnavailable(refusal, { cause });
  cause.name = name;
  return cause;
}
