import { eventContract, type EventOf, type StoredEvent } from '@chuangwen/contracts';
import { defineView, EventCodec, type View } from '@chuangwen/platform';
import { EventFeed, type Consumer, type Delivery, type KeyVault, type Position } from '@chuangwen/ports';
import { someChain, someEvent } from '@chuangwen/ports/conformance';
import { z } from 'zod';

export const TOPIC = 'inspection';
export const PARTITIONS = 4;
const TENANT = 'tongze';
const STREAMS = 16;
const EVENTS = 6;
const DISTRICTS = ['梧桐街道', '河西街道', '云岭街道'];

const roundMade = eventContract({
  type: 'round.made',
  version: 1,
  schema: z.object({ round: z.string(), district: z.string(), points: z.number() }),
});
type RoundMade = EventOf<typeof roundMade>;

type Entry = Readonly<{ points: number; rounds?: Readonly<Record<string, number>> }>;

/** A document a stream, and one a district to which many streams add in any order. */
export const rounds = defineView<Entry, RoundMade>({
  name: 'rounds',
  topics: [TOPIC],
  route: { 'round.made': ({ data }) => [data.round, data.district] },
  evolve(entry, { data }, id) {
    const points = (entry?.points ?? 0) + data.points;
    if (id === data.round) return { points };
    const all = { ...entry?.rounds, [data.round]: (entry?.rounds?.[data.round] ?? 0) + 1 };
    return { points, rounds: Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))) };
  },
  // Of the streams' own documents only: a contribution depends on one stream.
  contributions: ({ points, rounds: many }) => (many ? [] : [{ group: 'points', key: 'all', values: { points } }]),
}) as View;

/** Nothing of these events is personal. */
const noKeys = { onDestroyed: () => undefined } as unknown as KeyVault;
export const codec = (): EventCodec => new EventCodec([roundMade], noKeys);

/** By partition, the streams of each mixed as they would come. */
export function roundsMade(): StoredEvent[][] {
  const partitions: StoredEvent[][] = Array.from({ length: PARTITIONS }, () => []);
  const chains = Array.from({ length: STREAMS }, (_, at) => {
    const round = `round-${at}`;
    const made = Array.from({ length: EVENTS }, (_, n) => {
      const data = { round, district: DISTRICTS[(at + n) % DISTRICTS.length]!, points: at + n };
      return someEvent({ type: 'round.made', audience: [], data: Buffer.from(JSON.stringify(data)) });
    });
    return someChain({ tenant: TENANT, stream: round }, ...made);
  });
  for (let n = 0; n < EVENTS; n += 1) chains.forEach((chain, at) => partitions[at % PARTITIONS]!.push(chain[n]!));
  return partitions;
}

/** One process's part of a feed whose partitions the test gives and takes. */
export class GivenFeed extends EventFeed {
  private consumer: Consumer | null = null;
  /** Deliveries that were refused and came again. */
  refused = 0;

  constructor(
    private readonly log: readonly (readonly StoredEvent[])[],
    private readonly size: number,
  ) {
    super();
  }

  override async publish() {}
  override async settled() {}

  override async subscribe(consumer: Consumer) {
    this.consumer = consumer;
    return { stop: async () => void (this.consumer = null) };
  }

  /** Reads a partition from where it stands for as long as it is `ours`, as it is asked before each delivery. */
  async read(partition: number, ours: () => boolean): Promise<void> {
    let next: number | null = null;
    while (ours()) {
      next ??= await this.consumer!.start(TOPIC, partition);
      const delivery = this.delivery(partition, next);
      if (!delivery) return;
      try {
        await this.consumer!.handle(delivery);
        next = delivery.next;
      } catch {
        this.refused += 1;
        next = null;
      }
    }
  }

  override async *replay(
    _topics: readonly string[],
    { from = [], partition: only }: Parameters<EventFeed['replay']>[1] = {},
  ): AsyncGenerator<Delivery> {
    for (const { partition, next: end } of await this.ends()) {
      if (only !== undefined && only !== partition) continue;
      let next = from.find((place) => place.partition === partition)?.next ?? 0;
      for (; next < end; next += this.size) yield this.delivery(partition, next)!;
    }
  }

  override async ends(): Promise<Position[]> {
    return this.log.map((events, partition) => ({ topic: TOPIC, partition, next: events.length }));
  }

  private delivery(partition: number, from: number): Delivery | null {
    const events = this.log[partition]!.slice(from, from + this.size);
    return events.length === 0 ? null : { topic: TOPIC, partition, next: from + events.length, events };
  }
}
