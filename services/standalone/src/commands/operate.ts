import { operateOn } from '../control';
import type { Line, Operation } from '../operations';

/** Prints what the operation says; the exit code tells whether all was well. */
export const operation = (folder: string, asked: Operation): Promise<void> => printed(operateOn(folder, asked));

export async function printed(lines: AsyncIterable<Line>): Promise<void> {
  for await (const { ok, text } of lines) {
    console.log(ok ? text : `✗ ${text}`);
    if (!ok) process.exitCode = 1;
  }
}
