import type { StoredEvent } from '@chuangwen/contracts';

/** Where a consumer stands in one partition of a topic: the next offset to read, counted from 0. */
export type Position = Readonly<{ topic: string; partition: number; next: number }>;

/** Events of one partition in its order. `next` is the offset after the last one. */
export type Delivery = Readonly<{ topic: string; partition: number; next: number; events: readonly StoredEvent[] }>;

export type Subscription = Readonly<{
  /**
   * Whether it hears, or stands by while others of its group do; false once it has been out for longer than it takes a group to
   * share out its partitions anew. Absent: it hears until it is stopped.
   */
  hears?(): boolean;
  /** Takes no new delivery, waits for the one in work, releases the partitions. */
  stop(): Promise<void>;
}>;

export type Consumer = Readonly<{
  group: string;
  /** Names of services whose events it hears. */
  topics: readonly string[];
  /** Asked when a partition is assigned: the consumer itself keeps its offsets, with what it made of the events. */
  start(topic: string, partition: number): Promise<number>;
  /**
   * One delivery at a time per partition. Thrown errors lead to redelivery after a pause (100 ms doubling up to 10 s), from where
   * `start` then says.
   * `further`: it went on by itself and stands beyond this delivery; a feed that can asks `start` where, and one that goes on
   * where it was does no harm.
   */
  handle(delivery: Delivery): Promise<void | 'further'>;
}>;

/**
 * One topic a service, the history for ever. Promises: every stored event reaches every group at least once, in order per
 * stream (one stream is always in one partition). Leaves out: exactly-once (the consumer's `seen` does that), order
 * between streams of different partitions.
 */
export abstract class EventFeed {
  /** Makes stored events visible to consumers; publishing again is harmless. Embedded: the store's log is the topic, this only wakes. */
  abstract publish(topic: string, events: readonly StoredEvent[]): Promise<void>;
  /** A partition is read by one consumer of a group at a time; another one waits for its turn. */
  abstract subscribe(consumer: Consumer): Promise<Subscription>;
  /**
   * From the beginning (or the given positions) up to the end as it is when asked; for rebuilds and verification. The events of a
   * delivery have the offsets just before its `next`. With a tenant they have not, and the last delivery of a partition is
   * made even when it is empty: its `next` is the end. `partition`: that one only.
   */
  abstract replay(
    topics: readonly string[],
    options?: { tenant?: string; from?: readonly Position[]; partition?: number },
  ): AsyncIterable<Delivery>;
  /** The end of every partition now: lag = end − position. */
  abstract ends(topics: readonly string[]): Promise<readonly Position[]>;
  /** Resolves when all that this service had stored by now can be heard; others' events are not waited for. */
  abstract settled(): Promise<void>;
}
