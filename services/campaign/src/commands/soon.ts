import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 50;
const PATIENCE_MS = 2_000;

/** What follows from an event that was just written may take a moment: looks for a while. null when it did not come. */
export async function soon<T>(look: () => Promise<T | null>, patience = PATIENCE_MS): Promise<T | null> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const found = await look();
    if (found !== null || waited >= patience) return found;
    await pause(PAUSE_MS);
  }
}
