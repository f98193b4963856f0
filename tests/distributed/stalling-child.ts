/** A process that works the queue of reminders and is stuck in the middle of its first job, as it was told to be. */
import { BullJobQueue, openEventStore, openMongo, openRedis } from '@chuangwen/adapters-distributed';
import { Streams, SystemClock } from '@chuangwen/platform';
import { codecOf, QUEUE, remindOnce } from './reminders';

export type ToChild = Readonly<{
  redis: string;
  prefix: string;
  lockDuration: number;
  mongo: string;
  database: string;
  /** Before or after the effect of the job; for so long (ms): its loop does nothing else. 0: it is stopped from outside. */
  stuck: 'before' | 'after';
  ms: number;
}>;
export type FromChild = 'loaded' | 'in work' | 'done';

const tell = (message: FromChild) => new Promise<void>((sent) => process.send?.(message, () => sent()));

async function work({ redis, prefix, lockDuration, mongo, database, stuck, ms }: ToChild): Promise<void> {
  const store = await openEventStore((await openMongo(mongo, { database })).db(database));
  const streams = new Streams('task', store, codecOf(), new SystemClock());
  const jobs = new BullJobQueue(await openRedis(redis), { prefix, lockDuration });
  await jobs.work(QUEUE, async (job) => {
    if (stuck === 'after') await remindOnce(streams, job);
    await tell('in work');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    await new Promise((resolve) => setTimeout(resolve, 500)); // here it may be stopped
    await remindOnce(streams, job);
    await tell('done');
  });
}

process.on('message', (message: ToChild) => void work(message));
process.on('disconnect', () => process.exit(1)); // never outlives its parent
void tell('loaded');
