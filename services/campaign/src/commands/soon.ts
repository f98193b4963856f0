import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 50;
const TRIES = 40;

/** What follows from an event that was just written may take a moment: looks for two seconds. null when it did not come. */
export async function soon<T>(look: () => Promise<T | null>): Promise<T | null> {
  for (let tries = 1; ; tries += 1) {
    const found = await look();
    if (found !== null || tries >= TRIES) return found;
    await pause(PAUSE_MS);
  }
}
