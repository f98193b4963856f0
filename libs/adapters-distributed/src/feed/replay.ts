import type { StoredEvent } from '@chuangwen/contracts';
import type { Delivery, EventFeed, Position } from '@chuangwen/ports';
import type { BrokerLog } from './broker-log';
import { beginIn, current, topicOf, type Entry, type Generation } from './generations';
import type { Inbox } from './inbox';
import { inKafka, portPartition, type Topic } from './topic';
import type { Topics } from './topics';

export type ReplayOptions = NonNullable<Parameters<EventFeed['replay']>[1]>;
type Parts = Readonly<{ topics: Topics; brokers: BrokerLog; inbox: Inbox }>;

/** One partition to be read: from where to where. */
type Stretch = Readonly<{ topic: Topic; partition: number; from: number; end: number }>;

/** Partition after partition, up to the ends as of the call. The next page is fetched while one is being worked on. */
export async function* replay(
  parts: Parts,
  services: readonly string[],
  options: ReplayOptions,
): AsyncGenerator<Delivery> {
  const plans = await Promise.all(services.map((service) => planned(parts, service, options)));
  for (const { stretches, formerly } of plans) {
    for (const stretch of stretches) yield* read(parts, stretch, options.tenant);
    yield* formerly;
  }
}

async function* read({ brokers, inbox }: Parts, stretch: Stretch, tenant?: string): AsyncGenerator<Delivery> {
  const { topic, partition, end } = stretch;
  const fetch = async (at: number) => {
    const messages = at < end ? await brokers.page(topic, partition, at) : [];
    return messages.filter(({ offset }) => Number(offset) < end);
  };
  let at = stretch.from;
  let following = fetch(at);
  while (at < end) {
    const messages = await following;
    const last = messages.at(-1);
    if (last) at = Number(last.offset) + 1;
    following = fetch(at);
    following.catch(() => undefined); // who stops early asks no more
    const here = { topic: topic.service, partition: portPartition(topic, partition) };
    let events: StoredEvent[] = [];
    for (const message of messages) {
      const [event] = inbox.events(topic, partition, [message], false);
      if (event && (tenant === undefined || event.tenant === tenant)) events.push(event);
      else if (!event && events.length > 0) {
        // What was refused has an offset too: who counts back from `next` is not to count it as an event.
        yield { ...here, next: Number(message.offset), events };
        events = [];
      }
    }
    // Of a tenant also the last one that is empty, so that the consumer stands at the end; and so do refused messages.
    if (last && (tenant === undefined || events.length > 0 || at >= end)) yield { ...here, next: at, events };
  }
}

async function planned(
  { topics, brokers }: Parts,
  service: string,
  { from = [], partition }: ReplayOptions,
): Promise<{ stretches: readonly Stretch[]; formerly: readonly Delivery[] }> {
  const entry = topics.entry(service);
  const here = partition === undefined ? null : inKafka(partition);
  const generation = here ? entry.generations.find((one) => one.generation === here.generation) : current(entry);
  if (!generation) throw new Error(`The topic ${service} has no partition ${partition}`);
  const topic = topicOf(topics.prefix, service, generation);
  const given = new Map(from.filter((one) => one.topic === service).map((one) => [one.partition, one.next]));
  const stands = async (inPort: number) => given.get(inPort) ?? 0;
  const [ends] = await brokers.ends([topic]);
  const stretches: Stretch[] = [];
  for (const [p, end] of ends!.entries())
    if (here === null || here.partition === p)
      stretches.push({ topic, partition: p, from: await beginIn(entry, generation, p, stands), end });
  return { stretches, formerly: here ? [] : await formerly(brokers, entry, topics.prefix, given) };
}

/**
 * Whoever has read the current generation has read those before it: it stands at their ends too, so that it is behind
 * nobody who came that way.
 */
async function formerly(
  brokers: BrokerLog,
  { _id: service, generations }: Entry,
  prefix: string,
  given: ReadonlyMap<number, number>,
): Promise<Delivery[]> {
  const before = generations.slice(0, -1).filter(({ ends }) => ends !== undefined);
  const topics = before.map((one: Generation) => topicOf(prefix, service, one));
  const ends = await brokers.ends(topics);
  const positions: Position[] = topics.flatMap((topic, at) =>
    ends[at]!.map((next, p) => ({ topic: service, partition: portPartition(topic, p), next })),
  );
  return positions
    .filter(({ partition, next }) => next > (given.get(partition) ?? 0))
    .map((position) => ({ ...position, events: [] }));
}
