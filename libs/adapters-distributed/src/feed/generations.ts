import { portPartition, topicName, type Topic } from './topic';

/** One topic of a service's history. Offsets are listed by partition. */
export type Generation = Readonly<{
  generation: number;
  partitions: number;
  /** Fingerprint of the key that signs its messages. Absent: nobody knows, it was made before there were any. */
  signer?: string;
  /** Where those begin that have read the generation before up to its `ends`: what came before these was there as well. */
  starts?: readonly number[];
  /** Of one that is no longer written: all that came before these is in the next one as well. Absent: it was lost, nobody can read it. */
  ends?: readonly number[];
}>;

/** `turned`: new events go to it alone. From then on it has its `starts`, and the `ends` of the one before it, unless that one is lost. */
export type NextGeneration = Omit<Generation, 'ends'> & Readonly<{ turned: boolean; endsBefore?: readonly number[] }>;

/** What the register says of a service's topics. */
export type Entry = Readonly<{
  /** The service. */
  _id: string;
  /** In order; the last one is read, those before it by whoever still stands there. */
  generations: readonly Generation[];
  /** Being filled from the store. */
  next?: NextGeneration;
}>;

/** Where a group stands in a partition of the port; 0: nowhere yet. */
type Stands = (partition: number) => Promise<number>;

export const topicOf = (
  prefix: string,
  service: string,
  { generation, partitions }: Omit<Generation, 'starts'>,
): Topic => ({
  service,
  generation,
  name: topicName(prefix, service, generation),
  partitions,
});

/** Whether messages of it are signed by the key of this fingerprint, or nobody knows. */
export const isSignedBy = ({ signer }: Pick<Generation, 'signer'>, fingerprint: string): boolean =>
  signer === undefined || signer === fingerprint;

export const current = ({ generations }: Entry): Generation => generations.at(-1)!;

/**
 * Which generation a group reads: the last that it has begun, or one after it once all of it is at the end or nobody can read it; a new
 * group the current one.
 */
export async function readBy(entry: Entry, stands: Stands): Promise<Generation> {
  const { generations } = entry;
  if (generations.length === 1) return current(entry);
  let at = generations.length - 1;
  while (at >= 0 && !(await begun(generations[at]!, stands))) at -= 1;
  if (at === -1) return current(entry);
  while (
    at < generations.length - 1 &&
    (isUnreadable(generations[at]!, entry) || (await ended(generations[at]!, stands)))
  )
    at += 1;
  return generations[at]!;
}

/**
 * Where a group begins in a partition (of Kafka) of a generation. From 0 where it has never been and has not read all of the
 * generation before: then it hears what it knows once more, which does no harm.
 */
export async function beginIn(
  entry: Entry,
  generation: Generation,
  partition: number,
  stands: Stands,
): Promise<number> {
  const at = await stands(portPartition(generation, partition));
  const before = entry.generations.find((one) => one.generation === generation.generation - 1);
  if (at > 0 || !before || !generation.starts) return at;
  return (await ended(before, stands)) ? generation.starts[partition]! : 0;
}

const begun = async (generation: Generation, stands: Stands): Promise<boolean> =>
  (await positions(generation, stands)).some((at) => at > 0);

/** It was lost, or is signed with a key that was replaced since: whoever reads the current one believes nothing in it. */
const isUnreadable = (generation: Generation, entry: Entry): boolean => {
  const { signer } = current(entry);
  return generation.ends === undefined || (signer !== undefined && !isSignedBy(generation, signer));
};

const ended = async (generation: Generation, stands: Stands): Promise<boolean> => {
  const { ends } = generation;
  return ends !== undefined && (await positions(generation, stands)).every((at, p) => at >= ends[p]!);
};

const positions = (generation: Generation, stands: Stands): Promise<number[]> =>
  Promise.all(Array.from({ length: generation.partitions }, (_, p) => stands(portPartition(generation, p))));
