import { clearInterval, setInterval } from 'node:timers';

/** Between two beats (ms). */
const BEAT = 1_000;
/** Without a beat for so long (ms) nothing that waits for a timer goes on, whatever is still answered. */
const STILL = 15_000;

export type Pulse = Readonly<{
  beats: boolean;
  /** Of the last beat. */ at: string;
  /** How late the latest beats were, at most (ms). */ late: number;
}>;

/** Shows that the event loop of this thread turns. */
export class Heartbeat {
  private last = performance.now();
  private at = new Date();
  private readonly lateness: number[] = [];
  private readonly timer;

  constructor(
    private readonly every = BEAT,
    private readonly still = STILL,
  ) {
    this.timer = setInterval(() => this.beat(), every);
    this.timer.unref();
  }

  pulse(): Pulse {
    const since = performance.now() - this.last;
    return {
      beats: since < this.still,
      at: this.at.toISOString(),
      late: Math.round(Math.max(since - this.every, 0, ...this.lateness)),
    };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    const now = performance.now();
    this.lateness.push(now - this.last - this.every);
    if (this.lateness.length > 60) this.lateness.shift();
    [this.last, this.at] = [now, new Date()];
  }
}

let one: Heartbeat | null = null;

/** Of this thread, from the first time it is asked for. */
export const heartbeat = (): Heartbeat => (one ??= new Heartbeat());
