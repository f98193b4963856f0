import type { Configuration } from '@chuangwen/runtime';
import { operateOn } from '../control';
import { operateOnEngines } from '../distributed/operate';
import type { Line, Operation } from '../operations';

/** Prints what the operation says; the exit code tells whether all was well. */
export const operation = (where: Configuration, asked: Operation): Promise<void> =>
  printed(where.mode === 'embedded' ? operateOn(where.folder, asked) : operateOnEngines(where, asked));

export async function printed(lines: AsyncIterable<Line>): Promise<void> {
  for await (const { ok, text } of lines) {
    console.log(ok ? text : `✗ ${text}`);
    if (!ok) process.exitCode = 1;
  }
}
