import type { ProjectionPorts } from '@chuangwen/ports';
import type { MessagePort } from 'node:worker_threads';

/** See keepViewsApart of the adapter: the whole of a thread whose program was given to `openFolder`. */
export const keepViewsApart = async (serve: (line: MessagePort, ports: ProjectionPorts) => void): Promise<void> =>
  (await import('@chuangwen/adapters-embedded')).keepViewsApart(serve);
