import { StorageUnavailable } from '@chuangwen/kernel';

/** Milliseconds after which a call gives up, whatever the client is still waiting for. */
export const DEADLINE = 4_000;

/** What ioredis says of a connection that is not there, or went. */
const NO_CONNECTION =
  /^(Connection is closed|Stream isn't writeable|Reached the max retries per request|connect |read |write |getaddrinfo|Socket )/;

/** Redis's own first words where it takes nothing now, and may later. A script hands them on, older ones in the middle. */
const UNABLE: readonly (readonly [RegExp, 'full' | 'read-only' | 'io'])[] = [
  [/\bOOM command not allowed/, 'full'],
  [/\bMISCONF\b/, 'io'], // its own disk is full or broken
  [/\bREADONLY\b/, 'read-only'],
  [/\b(LOADING|BUSY|MASTERDOWN|NOREPLICAS|UNBLOCKED|CLUSTERDOWN)\b/, 'io'],
];

/** An error of ioredis or BullMQ as what it means here: StorageUnavailable, or itself where it is a fault of ours. */
export function meaningOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StorageUnavailable) return error;
  const because = { cause: error };
  const reason = UNABLE.find(([words]) => words.test(error.message))?.[1];
  if (reason) return new StorageUnavailable(reason, because);
  return NO_CONNECTION.test(error.message) ? new StorageUnavailable('io', because) : error;
}

/**
 * The engine's answer within the deadline (ms). Throws StorageUnavailable when there is none; of a write nobody knows then
 * whether it is made. `late` is told first: a connection that hangs is best made anew.
 */
export async function answered<T>(work: () => Promise<T>, late?: () => void, deadline = DEADLINE): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late?.();
      reject(new StorageUnavailable('io', { cause: new Error(`Redis gave no answer within ${deadline} ms`) }));
    }, deadline);
  });
  try {
    return await Promise.race([work(), tooLate]);
  } catch (error) {
    throw meaningOf(error);
  } finally {
    clearTimeout(timer);
  }
}
