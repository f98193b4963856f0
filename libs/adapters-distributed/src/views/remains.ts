import type { mongo } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { answered } from '../mongo/errors';
import { ledBy } from './generation';
import type { Collections, DeadRow, HeadRow } from './schemas';

/** Rows removed in a step, and a rest after it (ms), so that others come between. */
const STEP = 1000;
const REST = 10;

/**
 * Removes the rows of parts that nothing names any more, some while after this process noticed them: by its own stopwatch,
 * because clocks of machines differ. Whoever comes by does it; two at once do no harm.
 */
export class Remains {
  private readonly noticed = new Map<string, number>();
  private removing: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly rows: Collections,
    /** How long (ms) somebody may still read them. */
    private readonly grace: number,
  ) {}

  notice(heads: readonly Pick<HeadRow, '_id' | 'dead'>[]): void {
    const now = performance.now();
    const due: { view: string; dead: DeadRow }[] = [];
    for (const { _id: view, dead: all } of heads) {
      for (const dead of all) {
        const since = this.noticed.get(dead.id) ?? now;
        this.noticed.set(dead.id, since);
        if (now - since >= this.grace) due.push({ view, dead });
      }
    }
    if (due.length === 0 || this.removing || this.stopped) return;
    this.removing = this.remove(due)
      .catch(() => undefined) // the engine is away: the rest goes the next time
      .finally(() => (this.removing = null));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.removing;
  }

  private async remove(due: readonly { view: string; dead: DeadRow }[]): Promise<void> {
    const { heads, positions: _positions, ...all } = this.rows;
    for (const { view, dead } of due) {
      for (const collection of Object.values(all)) {
        // Each row is found by its part and removed by its name, the same in all of them.
        const rows = collection as unknown as mongo.Collection<{ _id: string; part: string }>;
        while (await this.step(rows, dead)) if (this.stopped) return;
      }
      await answered(() => heads.updateOne({ _id: view }, { $pull: { dead: { id: dead.id } } }));
      this.noticed.delete(dead.id);
    }
  }

  /** False when nothing was left. */
  private async step(rows: mongo.Collection<{ _id: string; part: string }>, dead: DeadRow): Promise<boolean> {
    const { token, tenant, but } = dead;
    const part = tenant ? `${token}/${tenant}` : { ...ledBy(token), ...(but ? { $ne: `${token}/${but}` } : {}) };
    const names = await answered(() =>
      rows
        .find({ part }, { projection: { _id: 1 } })
        .limit(STEP)
        .toArray(),
    );
    if (names.length === 0) return false;
    await answered(() => rows.deleteMany({ _id: { $in: names.map(({ _id }) => _id) } }));
    await pause(REST);
    return names.length === STEP;
  }
}
