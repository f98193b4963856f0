import { setFlagsFromString } from 'node:v8';

/**
 * Lets each thread have the bounds that it is started with. What the command line says of this thread's heap (bin/chuangwen) would
 * else hold for all of them, and a parser that must not take more than 176 MB could take a gigabyte. Before the first thread starts.
 */
export function boundThreads(): void {
  setFlagsFromString('--max-old-space-size=0');
}
