import { setTimeout as pause } from 'node:timers/promises';
import { Client } from './attack';
import type { World } from './world';

/** Commands in flight, as from so many clients. */
const WINDOW = 4;
/** From an answer to the next command (ms): work, and not more of it than the views of a small machine can follow. */
const REST = 100;
const AGAIN = 100;

/** Clients that work through a world without rest; what is refused for a passing reason they ask again, until it is answered. */
export class Load {
  readonly client: Client;
  /** Of one asking, until its answer or refusal, since `measure` (ms). */
  slowest = 0;
  refused = 0;
  private stopping = false;
  private readonly loops: readonly Promise<void>[];

  constructor(
    private readonly world: World,
    dice: (below: number) => number,
  ) {
    this.client = new Client(dice);
    this.loops = Array.from({ length: WINDOW }, () => this.loop());
  }

  get acknowledged(): number {
    return this.client.acknowledged.size;
  }

  measure(): void {
    [this.slowest, this.refused] = [0, 0];
  }

  /** Resolves with how long it took (ms) until `many` more were acknowledged; throws after `within`. */
  async answers(many: number, within: number): Promise<number> {
    const [began, before] = [performance.now(), this.acknowledged];
    while (this.acknowledged < before + many) {
      const took = performance.now() - began;
      if (took > within) throw new Error(`${this.acknowledged - before} of ${many} commands answered in ${within} ms`);
      await pause(20);
    }
    return performance.now() - began;
  }

  /** When everybody has the answer to what was asked. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.loops);
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      const [command] = this.client.more(this.client.unanswered.size + 1);
      while (this.client.unanswered.has(command!.id)) {
        const began = performance.now();
        const answer = await this.world.add(command!).then(
          (outcome) => ({ id: command!.id, outcome }),
          (error: unknown) => ({ id: command!.id, error: String(error) }),
        );
        this.slowest = Math.max(this.slowest, performance.now() - began);
        this.client.heard(answer);
        if ('outcome' in answer) {
          await pause(REST);
          continue;
        }
        this.refused += 1;
        // What is refused for good stands in `wrong`, and is not asked again.
        if (this.client.wrong.length > 0) return;
        await pause(AGAIN);
      }
    }
  }
}
