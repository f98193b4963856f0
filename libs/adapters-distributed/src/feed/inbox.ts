import type { StoredEvent } from '@chuangwen/contracts';
import { Recent } from '@chuangwen/ports';
import { MessageRefused, REFUSED_BECAUSE, type MessageCodec, type RefusedBecause } from './codec';
import type { LogMessage } from './broker-log';
import type { Log } from './options';
import type { Topic } from './topic';

/** Events of many groups of a process follow one another closely: so each is checked, and opened, once for them all. */
const KEPT = 4_000;
/** Bytes of data; larger ones would take too much room. */
const SMALL = 16 * 1024;
/** So many are told one by one, then one of so many: whoever sends a million fills no log. */
const TOLD = 20;
const TOLD_AGAIN = 1_000;

/** Of every reason, how many messages of a topic were refused since the process began; each group counts those it meets. */
export type Refused = Readonly<{ topic: string; because: RefusedBecause; count: number }>;

/** What comes from the brokers, checked: events, and of what is none a count and a line in the log. */
export class Inbox {
  private readonly known = new Recent<StoredEvent>(KEPT);
  private readonly counts = new Map<string, Refused>();

  constructor(
    private readonly codec: MessageCodec,
    private readonly log: Log,
  ) {}

  /** In order, without what was refused. `keep`: others will ask for the same soon. */
  events(topic: Topic, partition: number, messages: readonly LogMessage[], keep: boolean): StoredEvent[] {
    const events: StoredEvent[] = [];
    for (const message of messages) {
      const event = this.event(topic, partition, message, keep);
      if (event) events.push(event);
    }
    return events;
  }

  refused(): readonly Refused[] {
    return [...this.counts.values()];
  }

  private event(topic: Topic, partition: number, message: LogMessage, keep: boolean): StoredEvent | null {
    const place = `${topic.name} ${partition} ${message.offset}`;
    const known = this.known.get(place);
    if (known) return known;
    try {
      const event = this.codec.decode(topic, partition, message);
      if (keep && event.data.length <= SMALL) this.known.set(place, event);
      return event;
    } catch (error) {
      if (!(error instanceof MessageRefused)) throw error;
      this.refuse(topic, partition, message.offset, error.because);
      return null;
    }
  }

  /** Names the place and never the content: whoever forged it would write in our log. */
  private refuse({ name }: Topic, partition: number, offset: string, because: RefusedBecause): void {
    const key = `${name} ${because}`;
    const count = (this.counts.get(key)?.count ?? 0) + 1;
    this.counts.set(key, { topic: name, because, count });
    if (count <= TOLD || count % TOLD_AGAIN === 0)
      this.log.warn(JSON.stringify({ refused: because, topic: name, partition, offset, count }));
  }
}

/** By reason; those that have not occurred too: who counts increases sees none in a figure that begins with 1. */
export function countsOf(refused: readonly Refused[]): Record<RefusedBecause, number> {
  const counts = Object.fromEntries(REFUSED_BECAUSE.map((because) => [because, 0])) as Record<RefusedBecause, number>;
  for (const { because, count } of refused) counts[because] += count;
  return counts;
}
