import { StorageUnavailable } from '@chuangwen/kernel';
import type { Delivery } from '@chuangwen/ports';
import { Log } from './watch/log';

/** Long enough to say what is wrong. */
const TEXT = 300;

/**
 * Says that a delivery failed and comes again: once each time, so once per pause of the feed. The error is one of storage or
 * order, made of ids and numbers; what an event itself fails on (it may speak of people) parks its stream and never gets here.
 */
export async function told<T>(group: string, { topic, partition, next }: Delivery, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // A stop is no failure.
    if (!(error instanceof StorageUnavailable && error.reason === 'closed')) {
      const said = { consumer: group, topic, partition, next, error: String(error).slice(0, TEXT) };
      new Log(group.split('.')[0]!, 'consumer').error('a delivery failed and comes again', said);
    }
    throw error;
  }
}
