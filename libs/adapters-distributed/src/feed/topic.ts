import type { StreamRef } from '@chuangwen/contracts';
import { Recent } from '@chuangwen/ports';
import { Partitioners } from 'kafkajs';

/**
 * A topic of Kafka: one generation of a service's. Its number of partitions is the register's and never Kafka's own: a stream
 * stays where it is also when somebody adds partitions.
 */
export type Topic = Readonly<{ service: string; generation: number; name: string; partitions: number }>;

/** What the ports call a partition, p of generation g, is PER_GENERATION · (g − 1) + p. */
export const PER_GENERATION = 1000;

export const portPartition = ({ generation }: Pick<Topic, 'generation'>, partition: number): number =>
  PER_GENERATION * (generation - 1) + partition;

export const inKafka = (partition: number): { generation: number; partition: number } => ({
  generation: Math.floor(partition / PER_GENERATION) + 1,
  partition: partition % PER_GENERATION,
});

export const topicName = (prefix: string, service: string, generation: number): string =>
  `${prefix}.${service}.g${generation}`;

/** Of every message of a stream: together they lie in one partition, in order. */
export const keyOf = ({ tenant, stream }: StreamRef): string => `${tenant}/${stream}`;

const murmur2 = Partitioners.DefaultPartitioner();
/** Of a key's hash: computing it costs more than all else there is to do with a message. */
const chosen = new Recent<number>(10_000);

/** As Kafka's own clients choose it by the key. */
export function partitionOf({ name, partitions }: Topic, key: string): number {
  const asked = `${partitions} ${key}`;
  let partition = chosen.get(asked);
  if (partition === undefined) {
    const none = { partitionErrorCode: 0, partitionId: 0, leader: 0, replicas: [], isr: [] };
    const partitionMetadata = Array.from({ length: partitions }, () => none);
    partition = murmur2({ topic: name, partitionMetadata, message: { key, value: null } });
    chosen.set(asked, partition);
  }
  return partition;
}
