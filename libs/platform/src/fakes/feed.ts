import type { StoredEvent } from '@chuangwen/contracts';
import { EventFeed, type Consumer, type Delivery, type Position, type Subscription } from '@chuangwen/ports';

/** One topic of a few partitions over a log; the test says when something is delivered. */
export class MemoryFeed extends EventFeed {
  readonly consumers = new Set<Consumer>();
  /** Events in a delivery. */
  size = 3;
  /** Called after each delivery of a replay is done with. */
  between: () => Promise<void> | void = () => undefined;

  constructor(
    private readonly topic: string,
    private readonly log: readonly StoredEvent[],
    private readonly partitions = 2,
  ) {
    super();
  }

  override async publish() {}

  override async subscribe(consumer: Consumer): Promise<Subscription> {
    this.consumers.add(consumer);
    return { stop: async () => void this.consumers.delete(consumer) };
  }

  /** All there is from where each consumer stands (or from `from`) on. */
  async deliver(from?: number): Promise<void> {
    for (const consumer of this.consumers) {
      for (let partition = 0; partition < this.partitions; partition += 1) {
        const next = from ?? (await consumer.start(this.topic, partition));
        for (const delivery of this.deliveries(partition, next)) await consumer.handle(delivery);
      }
    }
  }

  override async *replay(
    _topics: readonly string[],
    { from = [], partition: only }: Parameters<EventFeed['replay']>[1] = {},
  ): AsyncGenerator<Delivery> {
    for (let partition = 0; partition < this.partitions; partition += 1) {
      if (only !== undefined && partition !== only) continue;
      const next = from.find((position) => position.partition === partition)?.next ?? 0;
      for (const delivery of this.deliveries(partition, next)) {
        yield delivery;
        await this.between();
      }
    }
  }

  override async ends(): Promise<Position[]> {
    return [...Array(this.partitions).keys()].map((partition) => ({
      topic: this.topic,
      partition,
      next: this.of(partition).length,
    }));
  }

  override async settled() {}

  private deliveries(partition: number, from: number): Delivery[] {
    const events = this.of(partition);
    const result: Delivery[] = [];
    for (let at = from; at < events.length; at += this.size) {
      const some = events.slice(at, at + this.size);
      result.push({ topic: this.topic, partition, next: at + some.length, events: some });
    }
    return result;
  }

  private of(partition: number): StoredEvent[] {
    return this.log.filter(
      ({ stream }) => (stream.codePointAt(stream.length - 1) ?? 0) % this.partitions === partition,
    );
  }
}
