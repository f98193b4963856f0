import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FromChild, ToChild } from './child';
import type { Plant } from './plant';

const root = join(__dirname, '../..');

/** The process was killed before it answered: nobody knows what it had done. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** A platform in a child process that may be killed at any time. */
export class FarPlant implements Plant {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  private readonly loaded = Promise.withResolvers<void>();
  private next = 1;
  private errors = '';
  private over: Error | null = null;

  /** `killAt`: a named place, e.g. `ack@3`; '': none. */
  constructor(killAt: string) {
    const node = join(root, 'node_modules/.bin/node');
    const args = ['-C', '@chuangwen/source', '-r', '@swc-node/register', join(__dirname, 'child.ts')];
    this.child = spawn(node, args, {
      cwd: root,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_COMPILE_CACHE: join(tmpdir(), 'chuangwen-simulation'),
        CHUANGWEN_KILL_AT: killAt,
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr?.on('data', (text) => (this.errors = (this.errors + String(text)).slice(-4000)));
    this.child.on('message', (message: FromChild) => this.hear(message));
    this.child.on('close', (code, signal) => this.ended(code, signal));
    this.loaded.promise.catch(() => undefined);
  }

  /** Throws Killed, or what it could not be opened for. */
  async open(folder: string, at: number): Promise<this> {
    await this.loaded.promise;
    await this.call('open', folder, at);
    return this;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  ask: Plant['ask'] = (...args) => this.call('ask', ...args);
  setUpToken: Plant['setUpToken'] = () => this.call('setUpToken');
  signIn: Plant['signIn'] = (...args) => this.call('signIn', ...args);
  settle: Plant['settle'] = () => this.call('settle');
  unequal: Plant['unequal'] = () => this.call('unequal');
  faults: Plant['faults'] = () => this.call('faults');

  async close(): Promise<void> {
    if (this.over) return;
    await this.call('close').catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    if (this.child.connected) this.child.disconnect();
  }

  private call<T>(call: ToChild['call'], ...args: readonly unknown[]): Promise<T> {
    if (this.over) return Promise.reject(this.over);
    const id = this.next++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.waiting.set(id, { resolve, reject });
    this.child.send({ id, call, args } satisfies ToChild, (error) => {
      if (error) this.child.kill('SIGKILL'); // it is dead or dying: its end is told by 'close'
    });
    return promise as Promise<T>;
  }

  private hear(message: FromChild): void {
    if ('loaded' in message) return this.loaded.resolve();
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if ('error' in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.answer);
  }

  private ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.over =
      signal === 'SIGKILL'
        ? new Killed('killed')
        : new Error(`the platform ended by ${signal ?? code}: ${this.errors}`);
    this.loaded.reject(this.over);
    for (const { reject } of this.waiting.values()) reject(this.over);
    this.waiting.clear();
  }
}
