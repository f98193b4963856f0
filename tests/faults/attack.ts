import type { Outcome } from '@chuangwen/platform';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from './ledger';
import type { Ground } from './ground';
import type { FromVictim, ToVictim } from './victim';

const root = join(__dirname, '../..');

/** A process that runs the services' write path, until it is killed or asked to stop. */
export class Victim {
  private readonly child: ChildProcess;
  private readonly loaded = Promise.withResolvers<void>();
  private readonly opened = Promise.withResolvers<void>();
  private readonly listeners = new Set<(answer: Extract<FromVictim, { id: number }>) => void>();
  private errors = '';
  /** How it ended: a signal, or its code. */
  readonly ended: Promise<NodeJS.Signals | number>;

  /** `killAt`: a named place, e.g. `ack@3`. Its modules load at once, so that the next victim is ready when one dies. */
  constructor(killAt = '') {
    const node = join(root, 'node_modules/.bin/node');
    // kafkajs sets timers that are due already, which Node warns of; what else is said is looked at.
    const quiet = '--disable-warning=TimeoutNegativeWarning';
    this.child = spawn(node, [quiet, '-r', '@swc-node/register', join(__dirname, 'victim.ts')], {
      cwd: root,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_COMPILE_CACHE: join(tmpdir(), 'chuangwen-victims'),
        CHUANGWEN_KILL_AT: killAt,
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr?.on('data', (text) => (this.errors += String(text)));
    this.child.on('message', (message: FromVictim) => this.hear(message));
    const { promise, resolve } = Promise.withResolvers<NodeJS.Signals | number>();
    this.ended = promise;
    // 'close' comes after the last message that it still sent.
    this.child.on('close', (code, signal) => {
      resolve(signal ?? code ?? -1);
      this.loaded.resolve();
      this.opened.resolve();
    });
  }

  /** Resolves when it takes commands, or has died before. Returns how long that took (ms). */
  async open(ground: Ground): Promise<number> {
    await this.loaded.promise;
    const began = performance.now();
    this.send({ open: ground });
    await this.opened.promise;
    return performance.now() - began;
  }

  run(commands: readonly Command[]): void {
    if (commands.length > 0) this.send({ run: commands });
  }

  rebuild(): void {
    this.send({ rebuild: true });
  }

  onAnswer(listener: (answer: { id: number; outcome: Outcome } | { id: number; error: string }) => void): void {
    this.listeners.add(listener);
  }

  kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): void {
    this.child.kill(signal);
  }

  /** What it said on its standard error. */
  said(): string {
    return this.errors.trim();
  }

  private send(message: ToVictim): void {
    // It may die at any moment: then nobody hears, and that is the point.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  private hear(message: FromVictim): void {
    if ('loaded' in message) this.loaded.resolve();
    else if ('ready' in message) this.opened.resolve();
    else for (const listener of this.listeners) listener(message);
  }
}

/** Commands by number, what was acknowledged, and what waits for an answer; the client's side of the story. */
export class Client {
  readonly acknowledged = new Map<number, { command: Command; outcome: Outcome }>();
  readonly unanswered = new Map<number, Command>();
  /** What must not happen: refusals, and another answer to the same command. */
  readonly wrong: string[] = [];
  private readonly asked = new Map<number, Command>();
  private last: number;

  /** `first`: what its commands' numbers begin at; another client's are others. */
  constructor(
    private readonly dice: (below: number) => number,
    first = 0,
  ) {
    this.last = first;
  }

  /** New commands, as many as leave `window` unanswered in all. */
  more(window: number): Command[] {
    const fresh: Command[] = [];
    while (this.unanswered.size < window) {
      const id = (this.last += 1);
      const amount = this.dice(10) === 0 ? 0 : 1 + this.dice(99);
      const command: Command = { id, ledgerId: `l${this.dice(12)}`, amount };
      this.asked.set(id, command);
      this.unanswered.set(id, command);
      fresh.push(command);
    }
    return fresh;
  }

  /** Some that were answered long ago, to be asked again. */
  old(many: number): Command[] {
    const known = [...this.acknowledged.values()];
    return known.length === 0 ? [] : [...Array(many)].map(() => known[this.dice(known.length)]!.command);
  }

  heard(answer: { id: number; outcome: Outcome } | { id: number; error: string }): void {
    const command = this.asked.get(answer.id)!;
    if ('error' in answer) {
      // Refused for a passing reason (the last: others kept changing the same stream): it is asked again.
      if (!/stopping|Storage unavailable|ConcurrencyConflict/.test(answer.error))
        this.wrong.push(`command ${answer.id}: ${answer.error}`);
      return;
    }
    const before = this.acknowledged.get(answer.id);
    if (before && JSON.stringify(before.outcome) !== JSON.stringify(answer.outcome))
      this.wrong.push(
        `command ${answer.id} was answered ${JSON.stringify(before.outcome)}, then ${JSON.stringify(answer.outcome)}`,
      );
    this.acknowledged.set(answer.id, { command, outcome: answer.outcome });
    this.unanswered.delete(answer.id);
  }
}
