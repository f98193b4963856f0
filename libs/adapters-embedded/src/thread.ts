import { extname, join } from 'node:path';
import { Worker, type Transferable, type WorkerOptions } from 'node:worker_threads';
import { StorageUnavailable } from '@chuangwen/kernel';
import type { Outcome } from './engine';
import type { FileRef } from './files';
import type { FromWorker, Range, ToWorker, Upkeep } from './file-server';

type Waiting = { resolve(outcomes: Outcome<unknown>[]): void; reject(error: Error): void };

/** From source (Jest, development) the worker needs the same hook as the main thread; from dist it needs none. */
const SOURCE = extname(__filename) === '.ts';
const EXEC_ARGV = SOURCE ? ['-C', '@chuangwen/source', '-r', require.resolve('@swc-node/register')] : [];

/** Garbage is small and short-lived here, so it need not pile up; the old part is a bound far above any commit. */
const MEMORY = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 };

/** A thread that runs a file of this library, given as from here and without its ending. */
export const startThread = (file: string, options: WorkerOptions): Worker =>
  new Worker(join(__dirname, `${file}${extname(__filename)}`), { ...options, execArgv: EXEC_ARGV });

/** What a writer's thread runs, where it is more than the writing; its path, and what it is told at its start. */
export type Program = Readonly<{ path: string; data: unknown; memory: number }>;

/**
 * The main thread's end of a writer's thread. It starts with its first request, and again after it died; one whose deaths
 * somebody is told of rests until that one calls `run`.
 */
export class StorageThread {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private closed: PromiseWithResolvers<void> | null = null;
  private resting: Error | null = null;

  constructor(
    private readonly name: string,
    private readonly program: Program | null = null,
    /** It began to run; `ended`: without having been asked to. */
    private readonly on: Readonly<{ start?(): void; ended?(cause: Error): void }> = {},
  ) {}

  get running(): boolean {
    return this.worker !== null;
  }

  /** Starts it where it does not run. */
  run(): void {
    if (this.worker || this.closed) return;
    this.resting = null;
    this.worker = this.start();
    this.on.start?.();
  }

  /** Says something to it that is not answered; nothing where it does not run. */
  tell(message: unknown, transfer: readonly Transferable[] = []): void {
    this.worker?.postMessage(message, transfer);
  }

  /** The same, and resolves when it was taken; at once where it does not run. */
  async say(message: object): Promise<void> {
    if (this.worker && !this.closed) await this.ask((id) => ({ id, ...message }) as ToWorker);
  }

  send(file: FileRef, requests: unknown, count: number, fresh: boolean): Promise<Outcome<unknown>[]> {
    return this.ask((id) => ({ id, file, requests, count, fresh }));
  }

  upkeep(what: Upkeep['upkeep'], files: readonly FileRef[], range?: Range): Promise<Outcome<unknown>[]> {
    return this.ask((id) => ({ id, upkeep: what, files, ...range }));
  }

  /** After the requests sent so far. */
  async close(): Promise<void> {
    if (!this.closed) {
      this.closed = Promise.withResolvers();
      if (this.worker) {
        this.worker.ref();
        this.worker.postMessage({ close: true } satisfies ToWorker);
      } else this.closed.resolve();
    }
    await this.closed.promise;
  }

  private ask(message: (id: number) => ToWorker): Promise<Outcome<unknown>[]> {
    if (this.closed) return Promise.reject(new StorageUnavailable('closed'));
    if (this.resting) return Promise.reject(new StorageUnavailable('io', { cause: this.resting }));
    this.run();
    const id = (this.lastId += 1);
    this.worker!.postMessage(message(id));
    // Only what is asked keeps the process alive: one that forgot to close ends all the same.
    if (this.waiting.size === 0) this.worker!.ref();
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  private start(): Worker {
    const worker = this.program
      ? startProgram(this.program, this.name)
      : startThread('worker', { name: this.name, resourceLimits: MEMORY });
    worker.on('message', (message: FromWorker) => {
      if ('closed' in message) return;
      this.waiting.get(message.id)?.resolve(message.outcomes);
      this.waiting.delete(message.id);
      if (this.waiting.size === 0 && !this.closed) worker.unref();
    });
    let cause = new Error(`The thread ${this.name} ended`);
    worker.on('error', (error: Error) => (cause = error));
    worker.on('exit', () => this.ended(cause));
    worker.unref();
    return worker;
  }

  private ended(cause: Error): void {
    this.worker = null;
    // Unknown outcome: the caller's retry finds its receipt if the commit was made.
    for (const { reject } of this.waiting.values()) reject(new StorageUnavailable('io', { cause }));
    this.waiting.clear();
    if (this.closed) this.closed.resolve();
    else if (this.on.ended) {
      this.resting = cause;
      this.on.ended(cause);
    }
  }
}

const startProgram = ({ path, data, memory }: Program, name: string): Worker =>
  new Worker(path, {
    name,
    workerData: data,
    execArgv: extname(path) === '.ts' ? EXEC_ARGV : [],
    resourceLimits: { ...MEMORY, maxOldGenerationSizeMb: memory },
  });
