import type { StoredEvent } from '@chuangwen/contracts';
import type { Consumer, Delivery, EventFeed } from '@chuangwen/ports';

/** A consumer as the platform's are: it keeps its offsets and what it has seen, drops duplicates, and throws at a gap. */
export class Book {
  /** By stream: the versions that had an effect, in the order in which they had it. */
  readonly effects = new Map<string, number[]>();
  readonly positions = new Map<string, number>();
  /** Duplicates that had none. */
  dropped = 0;

  consumer(group: string, topics: readonly string[] = ['task'], slow: () => Promise<void> = async () => {}): Consumer {
    return {
      group,
      topics,
      start: async (topic, partition) => this.positions.get(`${topic} ${partition}`) ?? 0,
      handle: async (delivery) => {
        await slow();
        this.take(delivery);
      },
    };
  }

  take({ topic, partition, next, events }: Delivery): void {
    for (const { tenant, stream, version } of events) {
      const seen = this.effects.get(`${tenant}/${stream}`) ?? [];
      if (version <= seen.length) this.dropped += 1;
      else if (version > seen.length + 1) throw new Error(`a gap in ${stream}: ${version} after ${seen.length}`);
      else this.effects.set(`${tenant}/${stream}`, [...seen, version]);
    }
    this.positions.set(`${topic} ${partition}`, next);
  }

  get count(): number {
    return [...this.effects.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** In one order, to be compared. */
  get pages(): [string, number[]][] {
    return [...this.effects].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** All that lies in a topic, partition by partition, duplicates too. */
export async function lying(feed: EventFeed, topic = 'task'): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for await (const { events } of feed.replay([topic])) all.push(...events);
  return all;
}

/** Places where an event lies before the one before it in its stream; none where all is well. */
export function outOfOrder(events: readonly StoredEvent[]): string[] {
  const furthest = new Map<string, number>();
  const found: string[] = [];
  for (const { tenant, stream, version } of events) {
    const key = `${tenant}/${stream}`;
    const at = furthest.get(key) ?? 0;
    if (version > at + 1) found.push(`${key}: ${version} after ${at}`);
    furthest.set(key, Math.max(at, version));
  }
  return found;
}
