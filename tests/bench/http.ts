import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { begin, result, type Mark } from './drive';
import type { Order, Told } from './http-client';
import type { Job, Measured } from './measure';

/** Drives a server of this process from another one, so that only the server's time counts here. */
export async function overHttp(job: Job, at: Pick<Order, 'port' | 'path' | 'headers'>): Promise<Measured> {
  const client = fork(join(__dirname, 'http-client.ts'), [], { execArgv: ['-r', '@swc-node/register'] });
  try {
    client.send({ ...at, job } satisfies Order);
    let mark: Mark = begin();
    for (;;) {
      const [told] = (await once(client, 'message')) as [Told];
      if ('warm' in told) {
        mark = begin();
        client.send('go');
      } else if ('failed' in told) throw new Error(told.failed);
      else return { ...result(job.count, mark, told.latencies), perSecond: told.perSecond };
    }
  } finally {
    client.disconnect();
  }
}
