import { setImmediate } from 'node:timers';

const waiting: (() => void)[] = [];
let scheduled = false;

/**
 * Resolves in a turn of the loop of its own: work for which no command waits is done a piece at a time, one piece in each
 * turn, however many do such work. What came in meanwhile (requests, answers of the disk) goes between.
 */
export function breath(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  waiting.push(resolve);
  schedule();
  return promise;
}

function schedule(): void {
  if (scheduled || waiting.length === 0) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    waiting.shift()?.();
    schedule();
  });
}
