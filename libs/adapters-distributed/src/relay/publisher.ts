import { Partitioners, type Producer } from 'kafkajs';
import type { Message } from '../feed/codec';
import { kafkaClient, type KafkaOptions } from '../feed/options';
import type { Topic } from '../feed/topic';

/** How long (ms) the leader waits for its followers. */
const ACKNOWLEDGED = 10_000;

/**
 * Sends messages and waits until all in-sync copies have them. Not idempotent in Kafka's sense: kafkajs gives a batch the numbers
 * of one before it whose acknowledgement got lost, and the broker then takes the new batch for the old one and drops it, acknowledged
 * (docs/decisions/0020). Twice is harmless here, never is not.
 */
export class Publisher {
  private producer: Producer | null = null;

  constructor(private readonly options: KafkaOptions) {}

  /**
   * In the order given; those of a partition lie there in this order, without others of this call between them. Throws when one was not
   * acknowledged; then nobody knows which of them are there.
   */
  async send(topic: Topic, messages: readonly Message[]): Promise<void> {
    const producer = (this.producer ??= this.open());
    try {
      await producer.connect();
      await producer.send({ topic: topic.name, messages: [...messages], acks: -1, timeout: ACKNOWLEDGED });
    } catch (error) {
      await this.close(); // kafkajs goes on with a connection that is dead
      throw error;
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = null;
    await producer?.disconnect().catch(() => undefined);
  }

  private open(): Producer {
    return kafkaClient(this.options).producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: 2 },
    });
  }
}
