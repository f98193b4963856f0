import { operateOn } from '../control';
import type { Operation } from '../operations';

/** Prints what the operation says; the exit code tells whether all was well. */
export async function operation(folder: string, asked: Operation): Promise<void> {
  for await (const { ok, text } of operateOn(folder, asked)) {
    console.log(ok ? text : `✗ ${text}`);
    if (!ok) process.exitCode = 1;
  }
}
