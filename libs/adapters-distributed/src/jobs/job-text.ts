import type { Job } from '@chuangwen/ports';
import { createHash } from 'node:crypto';

/** What BullMQ keeps of a job. `made`: by which call, so that of two at once each learns whether it was its own. */
export type Kept = Readonly<Pick<Job, 'tenant' | 'key' | 'at' | 'data'> & { made: string }>;

/** BullMQ takes no colon in the name of a queue. */
export const queueNameOf = (queue: string): string => encodeURIComponent(queue);

/** BullMQ takes no colon in an id, and no number for one. */
export const idOf = ({ tenant, key }: Pick<Job, 'tenant' | 'key'>): string =>
  `j${createHash('sha256').update(`${tenant}\0${key}`).digest('hex')}`;

export const jobOf = (queue: string, { tenant, key, at, data }: Kept): Job => ({ queue, tenant, key, at, data });
