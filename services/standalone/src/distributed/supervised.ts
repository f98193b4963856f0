import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Program = Readonly<{
  /** Printed before each of its lines. */
  name: string;
  file: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Default: SIGTERM. */
  stopBy?: NodeJS.Signals;
}>;

/** Before one that ended is started again (ms): doubling, up to the longest, while it keeps ending. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
/** One that ran so long counts as well again (ms). */
const WELL = 60_000;
/** A stop takes less than ten seconds; who takes longer is killed. */
const PATIENCE = 12_000;

/** Where this process ends by a fault of its own, nobody else would stop them. */
const all = new Set<Supervised>();
process.once('exit', () => all.forEach((one) => void one.stop()));

/**
 * A process that is started again whenever it ends, until it is stopped. It leads a group of its own: a Ctrl+C at the terminal
 * would reach it besides, and be taken for the second request to stop, which ends it at once.
 */
export class Supervised {
  private child: ChildProcess | null = null;
  private stopped = false;
  private pause = FIRST_PAUSE;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly program: Program,
    private readonly print: (line: string) => void,
  ) {
    all.add(this);
    this.start();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** It is asked before this returns. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill(this.program.stopBy ?? 'SIGTERM');
    const killing = setTimeout(() => this.kill(child), PATIENCE);
    await ended;
    clearTimeout(killing);
  }

  /** With what it started itself: workers of nginx would outlive it. */
  private kill({ pid }: ChildProcess): void {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended at this moment.
    }
  }

  private start(): void {
    const { name, file, args, env } = this.program;
    const began = Date.now();
    const child = spawn(file, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => this.print(`${name} | ${line}`));
    child.once('error', (error) => this.print(`${name} | ${error.message}`));
    child.once('close', (code, signal) => {
      if (this.stopped) return;
      if (Date.now() - began > WELL) this.pause = FIRST_PAUSE;
      this.print(`${name} | 已停止，${this.pause / 1000} 秒后重新启动 ended (${signal ?? code}), starts again`);
      this.timer = setTimeout(() => this.start(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    });
  }
}
