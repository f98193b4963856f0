import type { KafkaOptions, Log, OnSent } from './feed/options';

/** Where the engines are and how one installation is told from others on them. */
export type EngineSettings = Readonly<{
  /** mongodb://… */
  mongo: string;
  /** `host:port` */
  kafka: readonly string[];
  /** redis://… */
  redis: string;
  /** Of databases, topics and queues. */
  prefix: string;
  /** Wraps the keys of people and documents; 32 bytes. */
  masterKey: Uint8Array;
  /** Signs messages; 32 bytes. */
  signingKey: Uint8Array;
  log: Log;
  /** Of the relays. */
  onSent?: OnSent | undefined;
  /** Of jobs and expiries. Default: the machine's. */
  clock?: (() => Date) | undefined;
}>;

/** Names of databases. A service's name is made of letters, so neither of the other two is one's. */
export const databasesOf = (prefix: string) => ({
  installation: `${prefix}_1_installation`,
  keys: `${prefix}_1_keys`,
  of: (service: string): string => `${prefix}_${service}`,
});

export const kafkaOptions = ({ kafka, prefix, signingKey, log, onSent }: EngineSettings): KafkaOptions => ({
  brokers: kafka,
  prefix,
  signingKey,
  log,
  onSent,
});
