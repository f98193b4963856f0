import { setImmediate } from 'node:timers';
import { StorageUnavailable } from '@chuangwen/kernel';
import type { GroupCommit, Outcome } from './engine';
import type { FileRef } from './files';
import { DataDamaged } from './sqlite';
import type { StorageThread } from './thread';

type Entry<Request, Answer> = { request: Request; resolve(answer: Answer): void; reject(error: Error): void };

/** An idle thread is given the first requests of a tick once there are so many, so that both threads work at once. */
const HEAD_START = 16;

/** Requests to one file: those of a tick travel together and share a commit. */
export class WriteQueue<Request, Answer> {
  private queue: Entry<Request, Answer>[] = [];
  private scheduled = false;
  private inFlight = 0;
  private idle: PromiseWithResolvers<void> | null = null;

  constructor(
    private readonly thread: StorageThread,
    private readonly file: FileRef,
    private readonly pack: (requests: Request[]) => unknown = (requests) => requests,
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
    const requests = entries.map(({ request }) => request);
    this.thread.send(this.file, this.pack(requests), requests.length, false).then(
      (outcomes) => this.answer(entries, outcomes),
      (error: Error) => this.answer(entries, error),
    );
  }

  private answer(entries: Entry<Request, Answer>[], outcomes: Outcome<unknown>[] | Error): void {
    this.inFlight -= 1;
    entries.forEach(({ resolve, reject }, at) => {
      const outcome = outcomes instanceof Error ? outcomes : outcomes[at]!;
      if (outcome instanceof Error) reject(outcome);
      else if ('answer' in outcome) resolve(outcome.answer as Answer);
      else reject(errorOf(outcome.failed, this.file.path));
    });
    if (this.inFlight > 0 || this.queue.length > 0) return;
    this.idle?.resolve();
    this.idle = null;
  }
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
