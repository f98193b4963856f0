import { setTimeout } from 'node:timers/promises';
import { PAGE } from './log';

type Walker = { readonly topic: string; at: number };

/** Ahead of another by less than this, it is worth waiting for; by more, the two read for themselves. */
const NEAR = 100 * PAGE;
/** Milliseconds: a wait, and all waits before one page, so that one that stands still holds nobody up for long. */
const WAIT = 2;
const LONGEST = 60;

/** Who reads a topic from afar: those near one another go together, so that each page is read and opened once for them all. */
export class Walkers {
  private readonly all = new Set<Walker>();

  join(topic: string, at: number): Walker {
    const walker = { topic, at };
    this.all.add(walker);
    return walker;
  }

  leave(walker: Walker): void {
    this.all.delete(walker);
  }

  /** Returns when nobody near is behind, or when that takes long. */
  async together(walker: Walker): Promise<void> {
    for (let waited = 0; waited < LONGEST && this.ahead(walker); waited += WAIT) await setTimeout(WAIT);
  }

  private ahead({ topic, at }: Walker): boolean {
    for (const other of this.all)
      if (other.topic === topic && other.at < at - PAGE && other.at > at - NEAR) return true;
    return false;
  }
}
