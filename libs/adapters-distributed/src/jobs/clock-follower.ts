/** BullMQ goes by the machine's clock. Another one that is handed in may be set: this is how soon it is noticed (ms). */
const LOOK = 250;
/** Less (ms) is not worth it. */
const SET = 500;

/** Tells when a clock was set against the machine's. */
export class ClockFollower {
  private readonly timer: NodeJS.Timeout;
  private ahead: number;
  private telling = false;

  constructor(
    private readonly clock: () => Date,
    private readonly wasSet: () => Promise<void>,
  ) {
    this.ahead = this.difference();
    this.timer = setInterval(() => void this.look(), LOOK).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const ahead = this.difference();
    if (this.telling || Math.abs(ahead - this.ahead) < SET) return;
    this.telling = true;
    try {
      await this.wasSet();
      this.ahead = ahead;
    } catch {
      // Redis is away; it is tried again.
    } finally {
      this.telling = false;
    }
  }

  private readonly difference = () => this.clock().getTime() - Date.now();
}
