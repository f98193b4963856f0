import { setTimeout } from 'node:timers/promises';
import { begin, result } from './drive';
import type { Measured } from './measure';

/** What others may take of all cores while something is measured that shall count. */
export const DISTURBED = 0.15;
const QUIET = 0.1;
const LOOK_MS = 400;
const TRIES = 12;

/** Waits until others leave the machine alone, measures, and does so again while they came back meanwhile; then takes the quietest. */
export async function calmly(measure: () => Promise<Measured>): Promise<Measured> {
  let best: Measured | null = null;
  for (let tries = 0; tries < TRIES; tries += 1) {
    await quiet();
    const measured = await measure();
    if (best === null || measured.others < best.others) best = measured;
    if (best.others <= DISTURBED) break;
  }
  return best!;
}

/** Half a minute at most. */
async function quiet(): Promise<void> {
  const until = performance.now() + 30_000;
  while (performance.now() < until) {
    const mark = begin();
    await setTimeout(LOOK_MS);
    if (result(1, mark, []).others < QUIET) return;
  }
}
