import type { StoredEvent } from '@chuangwen/contracts';
import { Kafka, logLevel } from 'kafkajs';
import type { Topic } from './topic';

export type KafkaOptions = Readonly<{
  /** `host:port` */
  brokers: readonly string[];
  /** Of topics and groups: several installations can share the brokers. */
  prefix: string;
  /** Signs messages; the same for every service. At most 64 bytes. */
  signingKey: Uint8Array;
  /** What an operator should know; texts without content of events. */
  log?: Log;
  onSent?: OnSent | undefined;
  /** How long (ms) a member of a group may be silent before its partitions are given to others. */
  sessionTimeout?: number;
}>;

/** Told of each batch that the brokers have acknowledged. `began`: when it was sent, as `performance.now()` counts. */
export type OnSent = (topic: Topic, events: readonly StoredEvent[], began: number) => void;

/** A Logger of Nest is one. */
export type Log = Readonly<{ warn(text: string): void; error(text: string): void }>;

/**
 * A client of its own for each use: consumers of one client share what they hold of a group's offsets, and one that joins anew
 * empties it under the others. kafkajs's own log is off: it tells each retry as an error; what matters is told here.
 */
export const kafkaClient = ({ brokers }: KafkaOptions): Kafka =>
  new Kafka({
    clientId: 'chuangwen',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 4_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
  });
