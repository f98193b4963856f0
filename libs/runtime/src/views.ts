import type { ProjectionPorts } from '@chuangwen/ports';
import type { MessagePort } from 'node:worker_threads';
import { watchingIn } from './configuration';
import { beginTraces } from './traces';
import { beginLog } from './watching';

/**
 * See keepViewsApart of the adapter: the whole of a thread whose program was given to `openFolder`. It is watched as the process
 * is, by the environment that they share.
 */
export async function keepViewsApart(serve: (line: MessagePort, ports: ProjectionPorts) => void): Promise<void> {
  const watching = watchingIn(process.env);
  beginLog(watching);
  await beginTraces('standalone', watching);
  (await import('@chuangwen/adapters-embedded')).keepViewsApart(serve);
}
