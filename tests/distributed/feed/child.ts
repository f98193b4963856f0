import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** A process of one spec that may be frozen and killed. It ends with its parent. */
export class Child<Told> {
  readonly told: Told[] = [];
  private readonly process: ChildProcess;
  private errors = '';
  /** A signal, or its code. */
  readonly ended: Promise<NodeJS.Signals | number>;

  /** `given`: what it reads by `JSON.parse(process.argv[2])`. */
  constructor(program: string, given: object, env: Readonly<Record<string, string>> = {}) {
    const node = join(root, 'node_modules/.bin/node');
    const args = [
      '-C',
      '@chuangwen/source',
      '-r',
      '@swc-node/register',
      join(__dirname, program),
      JSON.stringify(given),
    ];
    this.process = spawn(node, args, {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.process.stderr?.on('data', (text) => (this.errors += String(text)));
    this.process.on('message', (message) => this.told.push(message as Told));
    this.ended = new Promise((resolve) => this.process.on('close', (code, signal) => resolve(signal ?? code ?? -1)));
  }

  send(message: object): void {
    if (this.process.connected) this.process.send(message, () => undefined);
  }

  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.process.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  /** What it said on its standard error. */
  said(): string {
    return this.errors;
  }
}
